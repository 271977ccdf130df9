// What a page says about its age, and what it asks the service worker to keep.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageWith } from "./page.mjs";

const BODY = `
  <div id="kept" hidden><time id="kept-day"></time><button id="kept-newer" hidden></button></div>
  <ul><li data-point="1"><h3><a href="/points/1/">一</a></h3></li>
      <li data-point="2"><h3><a href="/points/2/">二</a></h3></li></ul>`;

async function opened({ kept, url, body = BODY, supported = true } = {}) {
  const asked = [];
  let tell = () => {};
  const window = await pageWith("offline.js", body, {
    url,
    before(window) {
      if (kept !== undefined) {
        window.document.documentElement.dataset.kept = encodeURI(kept);
      }
      const serviceWorker = {
        register: async () => {},
        ready: Promise.resolve({ active: { postMessage: (message) => asked.push(message) } }),
        addEventListener: (_name, listener) => {
          tell = (arrived) => listener({ data: { arrived } });
        },
        startMessages() {},
      };
      if (supported) {
        Object.defineProperty(window.navigator, "serviceWorker", { value: serviceWorker });
      }
    },
  });
  const find = (id) => window.document.getElementById(id);
  return { asked, tell, find };
}

test("a page from the network says nothing of its age", async () => {
  assert.equal((await opened()).find("kept").hidden, true);
});

test("a page from the device says of which day it is", async () => {
  const { find } = await opened({ kept: "Mon, 03 Nov 2025 04:05:06 GMT" });
  assert.equal(find("kept").hidden, false);
  assert.equal(find("kept-day").dateTime, "2025-11-03T04:05:06.000Z");
  assert.match(find("kept-day").textContent, /November 3, 2025/);
});

test("a day that nobody knows is not made up", async () => {
  const { find } = await opened({ kept: "" });
  assert.equal(find("kept").hidden, false);
  assert.equal(find("kept-day").textContent, "");
});

test("what arrives late and is the same takes the warning away", async () => {
  const { find, tell } = await opened({ kept: "Mon, 03 Nov 2025 04:05:06 GMT" });
  tell("same");
  assert.deepEqual([find("kept").hidden, find("kept-newer").hidden], [true, true]);
});

test("what arrives late and is newer is offered", async () => {
  const { find, tell } = await opened({ kept: "Mon, 03 Nov 2025 04:05:06 GMT" });
  tell("newer");
  assert.deepEqual([find("kept").hidden, find("kept-newer").hidden], [false, false]);
});

const keep = (url) => [url, "https://here.test/points/1/", "https://here.test/points/2/"];

for (const [url, town] of [
  ["https://here.test/?town=baisha", "baisha"],
  ["https://here.test/towns/baisha/", "baisha"],
  ["https://here.test/towns/500116/baisha/", "500116/baisha"],
]) {
  test(`the chosen town is kept: ${url}`, async () => {
    assert.deepEqual(JSON.parse(JSON.stringify((await opened({ url })).asked)), [
      { town, keep: keep(url) },
    ]);
  });
}

test("nothing is asked for without a town, without outlets, or by a copy", async () => {
  const url = "https://here.test/?town=baisha";
  assert.deepEqual((await opened()).asked, []);
  assert.deepEqual((await opened({ url, body: "" })).asked, []);
  assert.deepEqual((await opened({ url, kept: "Mon, 03 Nov 2025 04:05:06 GMT" })).asked, []);
  assert.deepEqual((await opened({ url, supported: false })).asked, []);
});
