// "Use my location": how much of a position leaves the device, and how.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageWith } from "./page.mjs";

const FORM = `
  <form id="filters" method="get" action="/">
    <input data-earlier-position name="near" value="106.111,29.111">
    <button id="locate" type="button" data-waiting="waiting" data-denied="denied" data-late="late"
            data-unavailable="unavailable" data-vague="vague"></button>
    <input id="near" disabled><input id="near-precision" disabled>
    <p id="locate-status"></p>
  </form>`;

// Returns what was sent and what is said after the device has answered.
async function located(answer) {
  let sent = null;
  const window = await pageWith("page.js", FORM, {
    before(window) {
      Object.defineProperty(window.navigator, "geolocation", {
        value: answer && { getCurrentPosition: (found, failed) => answer({ found, failed }) },
      });
      window.HTMLFormElement.prototype.requestSubmit = function requestSubmit() {
        sent = [this.method, ...new window.FormData(this)].map(String);
      };
    },
  });
  window.document.getElementById("locate").click();
  return { window, sent, said: window.document.getElementById("locate-status").textContent };
}

const at = (accuracy) => ({ found }) =>
  found({ coords: { longitude: 106.2558824, latitude: 29.2924331, accuracy } });

test("a position is rounded to about 100 m and travels in the body, instead of an earlier one", async () => {
  const { sent } = await located(at(20));
  assert.deepEqual(sent, ["post", "near,106.256,29.292"]);
});

test("a rough position says so", async () => {
  const { sent } = await located(at(3000));
  assert.deepEqual(sent, ["post", "near,106.256,29.292", "near_precision,town"]);
});

test("a vague position is not sent at all", async () => {
  const { sent, said } = await located(at(20000));
  assert.deepEqual([sent, said], [null, "vague"]);
});

for (const [code, reason] of [[1, "denied"], [2, "unavailable"], [3, "late"]]) {
  test(`without a position it says why: ${reason}`, async () => {
    const error = { code, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 };
    const { window, sent, said } = await located(({ failed }) => failed(error));
    assert.deepEqual([sent, said], [null, reason]);
    assert.equal(window.document.getElementById("locate").disabled, false);
  });
}

test("a device that knows no positions", async () => {
  assert.equal((await located(undefined)).said, "unavailable");
});

test("coming back, the form holds no position any more", async () => {
  const { window } = await located(at(3000));
  const { document } = window;
  window.dispatchEvent(new window.Event("pageshow"));
  assert.equal(document.getElementById("filters").method, "get");
  for (const id of ["near", "near-precision"]) {
    const field = document.getElementById(id);
    assert.deepEqual([field.value, field.disabled], ["", true]);
  }
});

test("another language shows the same part of the page", async () => {
  const { document } = await pageWith(
    "page.js",
    `<a hreflang="en" href="/en/">English</a>
     <form class="view-switch" action="/view/?easy=1#old"><button></button></form>`,
    { url: "https://here.test/#answer" },
  );
  const link = document.querySelector("a");
  link.addEventListener("click", (event) => event.preventDefault());
  link.click();
  assert.equal(link.hash, "#answer");
  const form = document.querySelector("form");
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("button").click();
  assert.equal(form.getAttribute("action"), "https://here.test/view/?easy=1#answer");
});

test("controls that need scripts show", async () => {
  const { document } = await pageWith("page.js", "");
  assert.equal(document.documentElement.className, "js");
});

test("what the clock has made untrue is hidden, and what still holds is not", async () => {
  const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const over = new Date(Date.now() - 1000).toISOString();
  const body = `<p id="holds" data-until="${later}"></p><p id="over" data-until="${over}"></p>
    <p id="damaged" data-until="soon"></p>`;
  const { document } = await pageWith("page.js", body);
  const hidden = ["holds", "over", "damaged"].map((id) => document.getElementById(id).hidden);
  assert.deepEqual(hidden, [false, true, true]);
});
