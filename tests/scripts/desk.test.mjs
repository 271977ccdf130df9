// The desk's scripts: numbers checked while they are typed, a job's progress, the session's end,
// one key per result of a call.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeFetch, pageWith, settled, stopClock, type } from "./page.mjs";

async function deskPage(name, body, answer = () => null) {
  const fetch = fakeFetch(answer);
  let pass;
  const went = [];
  const window = await pageWith(name, body, {
    before(window) {
      window.fetch = fetch;
      window.CSS = { escape: (text) => text };
      pass = stopClock(window);
      // jsdom goes nowhere; it says so, and that is what is looked at.
      window._virtualConsole.removeAllListeners("jsdomError");
      window._virtualConsole.on("jsdomError", (error) => went.push(error.message));
    },
  });
  return { window, document: window.document, asked: fetch.asked, pass, went };
}

// --- Phones ------------------------------------------------------------------------------------

const PHONE = '<input id="id_phone" data-check="/desk/check/" aria-describedby="help" value="023">';

test("a number is asked about once typing pauses", async () => {
  const { window, document, asked, pass } = await deskPage("desk/phones.js", PHONE, () => ({
    kind: "error",
    text: "Too <b>short</b>",
  }));
  const field = document.querySelector("input");
  type(window, field, "0234");
  await pass(249);
  type(window, field, "02347");
  await pass(249);
  assert.equal(asked.length, 0);
  await pass(1);
  assert.deepEqual(asked.map(({ address }) => address.search), ["?phone=02347"]);
  const said = document.querySelector("[role=status]");
  assert.equal(said.textContent, "Too <b>short</b>");
  assert.equal(said.className, "phone-answer fact fact-error");
  assert.equal(field.getAttribute("aria-invalid"), "true");
  assert.equal(field.getAttribute("aria-describedby"), `help ${said.id}`);
});

test("an answer about what is no longer typed is not shown", async () => {
  let answer;
  const { window, document, pass } = await deskPage(
    "desk/phones.js",
    PHONE,
    () => new Promise((resolve) => (answer = resolve)),
  );
  const field = document.querySelector("input");
  type(window, field, "0234");
  await pass(250);
  field.value = "02347";
  answer({ kind: "error", text: "Too short" });
  await settled();
  assert.equal(document.querySelector("[role=status]").textContent, "");
});

test("a new outlet's number is asked about in the region chosen", async () => {
  const region = '<select id="id_region"><option value="500116" selected></select>';
  const { window, document, asked, pass } = await deskPage("desk/phones.js", PHONE + region, () => ({
    kind: "",
    text: "",
  }));
  type(window, document.querySelector("input"), "1");
  await pass(250);
  assert.equal(asked[0].address.search, "?phone=1&region=500116");
  assert.equal(document.querySelector("input").getAttribute("aria-invalid"), "false");
});

test("without a network the form says it later", async () => {
  const { window, document, pass } = await deskPage("desk/phones.js", PHONE);
  type(window, document.querySelector("input"), "1");
  await pass(250);
  assert.equal(document.querySelector("[role=status]").textContent, "");
});

test("a number in sight is typed over, one that was begun is not", async () => {
  const { document } = await deskPage("desk/phones.js", `${PHONE}<a href="/">x</a>`);
  const field = document.querySelector("input");
  field.focus();
  assert.deepEqual([field.selectionStart, field.selectionEnd], [0, 3]);
  document.querySelector("a").focus();
  field.value = "0234";
  field.setSelectionRange(4, 4);
  field.focus();
  assert.deepEqual([field.selectionStart, field.selectionEnd], [4, 4]);
});

// --- Progress ----------------------------------------------------------------------------------

const JOB =
  '<div id="progress"><progress value="1" max="9"></progress> <span class="done">1</span></div>';

test("how far a job is, is asked every two seconds, whatever the network does", async () => {
  const answers = [{ done: 4, total: 9 }, null, { done: 7, total: 9 }];
  const { document, asked, pass } = await deskPage("desk/progress.js", JOB, () => answers.shift());
  await pass(1999);
  assert.equal(asked.length, 0);
  await pass(1);
  assert.equal(document.querySelector(".done").textContent, "4");
  await pass(2000);
  assert.equal(document.querySelector(".done").textContent, "4");
  await pass(2000);
  assert.deepEqual(
    [document.querySelector(".done").textContent, document.querySelector("progress").value],
    ["7", 7],
  );
});

for (const [what, body, answer] of [
  ["it is over", JOB, { reload: true }],
  ["its turn has come", '<div id="progress"></div>', { done: 0, total: 9 }],
]) {
  test(`the page is loaded anew when ${what}, and asks no more`, async () => {
    const { asked, pass, went } = await deskPage("desk/progress.js", body, () => answer);
    await pass(2000);
    assert.match(went.join(), /navigation/);
    await pass(20000);
    assert.equal(asked.length, 1);
  });
}

// --- The session -------------------------------------------------------------------------------

const SESSION = `
  <input name="csrfmiddlewaretoken" value="token">
  <div id="session-end" data-seconds="600" data-warning="120" data-status="/desk/session/"
       data-login="/desk/login/" hidden><button></button></div>`;

// A server that ends the session at a moment; POST begins it anew.
function session() {
  const server = { now: 0, endsAt: 600 };
  server.answer = ({ method, headers }) => {
    if (method === "POST") {
      assert.equal(headers["X-CSRFToken"], "token");
      server.endsAt = server.now + 600;
    }
    return { seconds: server.endsAt - server.now };
  };
  return server;
}

test("the end of a session is announced, and a press of the button puts it off", async () => {
  const server = session();
  const { document, pass } = await deskPage("desk/session.js", SESSION, server.answer);
  const box = document.getElementById("session-end");
  server.now = 479;
  await pass(479_000);
  assert.equal(box.hidden, true);
  server.now = 480;
  await pass(1_000);
  assert.equal(box.hidden, false);
  box.querySelector("button").click();
  await settled();
  assert.equal(box.hidden, true);
});

test("another tab that goes on with the session is noticed", async () => {
  const server = session();
  const { document, pass } = await deskPage("desk/session.js", SESSION, server.answer);
  server.now = 480;
  server.endsAt = 1000;
  await pass(480_000);
  assert.equal(document.getElementById("session-end").hidden, true);
});

test("when it has ended the page is left, with or without a network", async () => {
  for (const network of [true, false]) {
    const server = session();
    const { pass, went } = await deskPage("desk/session.js", SESSION, (asked) => {
      return network ? server.answer(asked) : null;
    });
    server.now = 480;
    await pass(480_000);
    assert.deepEqual(went, []);
    server.now = 600;
    await pass(121_000);
    assert.match(went.join(), /navigation/);
  }
});

// --- Calls -------------------------------------------------------------------------------------

const CALL = `
  <button data-print hidden></button>
  <form data-call tabindex="-1"><p data-keys hidden></p>
    <button type="button" data-key="1">Right</button>
    <label for="note">Note</label><input id="note" data-key="n">
  </form>`;

test("one key per result, but not while somebody types", async () => {
  const { window, document } = await deskPage("desk/calls.js", CALL);
  const form = document.querySelector("form");
  const right = document.querySelector("[data-key='1']");
  let presses = 0;
  right.addEventListener("click", () => (presses += 1));
  const press = (key, target = form, more = {}) =>
    target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  assert.equal(document.querySelector("[data-print]").hidden, false);
  assert.equal(document.querySelector("[data-keys]").hidden, false);
  assert.equal(right.textContent, "1 Right");
  assert.equal(document.querySelector("label").textContent, "n Note");
  press("1");
  assert.equal(presses, 1);
  for (const more of [{ repeat: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
    press("1", form, more);
  }
  press("2");
  const note = document.getElementById("note");
  press("n");
  assert.equal(document.activeElement, note);
  press("1", note);
  assert.equal(presses, 1);
  press("Escape", note);
  assert.equal(document.activeElement, form);
});
