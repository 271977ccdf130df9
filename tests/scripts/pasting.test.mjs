// What a pasted table brings beside its text.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageWith, type } from "./page.mjs";

const TABLE = "<table><tr><td>023</td></tr></table>";

async function box() {
  const window = await pageWith(
    "pasting.js",
    '<textarea id="id_pasted"></textarea><input type="hidden" id="id_pasted_html">',
  );
  const [field, html] = window.document.querySelectorAll("textarea, input");
  function paste(copied, text = "023") {
    const event = new window.Event("paste");
    event.clipboardData = { getData: (kind) => (kind === "text/html" ? copied : text) };
    field.dispatchEvent(event);
    type(window, field, field.value + text, "insertFromPaste");
    return html.value;
  }
  return { window, field, html, paste };
}

test("a table goes along with its text", async () => {
  assert.equal((await box()).paste(TABLE), TABLE);
});

test("what is no table does not", async () => {
  assert.equal((await box()).paste("<p>023</p>"), "");
});

test("typing afterwards makes the text count", async () => {
  const { window, field, html, paste } = await box();
  paste(TABLE);
  type(window, field, "023 and more");
  assert.equal(html.value, "");
});

test("a second paste makes the text count", async () => {
  const { paste } = await box();
  paste(TABLE);
  assert.equal(paste(TABLE), "");
});

test("no more than the server takes", async () => {
  const { paste } = await box();
  assert.equal(paste(`${TABLE}${"x".repeat(2_000_000)}`).length, 1_000_000);
});

test("a page without the field is left alone", async () => {
  await pageWith("pasting.js", '<textarea id="id_pasted"></textarea>');
});
