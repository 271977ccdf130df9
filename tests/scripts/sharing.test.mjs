// Print, copy, share: only where the browser can do it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageWith, settled } from "./page.mjs";

const BODY = `
  <input id="share-address" value="https://here.test/points/1/">
  <button data-copy="share-address" data-copied="Copied"></button>
  <button data-share="几江街道" hidden></button><button data-print></button>
  <p id="share-status"></p>`;

async function shared(abilities, url = "https://here.test/points/1/#way") {
  const did = [];
  const window = await pageWith("sharing.js", BODY, {
    url,
    before(window) {
      window.print = () => did.push("printed");
      for (const [name, value] of Object.entries(abilities(did))) {
        Object.defineProperty(window.navigator, name, { value });
      }
    },
  });
  const find = (selector) => window.document.querySelector(selector);
  return { did, find, document: window.document };
}

test("where the browser can, it copies and shares without the part of the page", async () => {
  const { did, find } = await shared((did) => ({
    clipboard: { writeText: async (text) => did.push(text) },
    share: async (what) => did.push({ ...what }),
  }));
  find("[data-copy]").click();
  await settled();
  assert.equal(find("#share-status").textContent, "Copied");
  assert.equal(find("[data-share]").hidden, false);
  find("[data-share]").click();
  find("[data-print]").click();
  assert.deepEqual(did, [
    "https://here.test/points/1/",
    { title: "几江街道", url: "https://here.test/points/1/" },
    "printed",
  ]);
});

test("where it cannot, the address is selected to be copied by hand", async () => {
  const { find, document } = await shared(() => ({}));
  assert.equal(find("[data-share]").hidden, true);
  find("[data-copy]").click();
  await settled();
  assert.equal(find("#share-status").textContent, "");
  assert.equal(document.activeElement.id, "share-address");
  assert.equal(document.activeElement.selectionEnd, "https://here.test/points/1/".length);
});
