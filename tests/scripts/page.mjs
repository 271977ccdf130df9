// A page for a script of ours: the very file that is served runs in it, as a classic script does.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

export const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

export const scriptText = (name) => read(`sites/static/service_sites/${name}`);

// Returns the window of a page with this body; the script has run and every event of loading is over.
export async function pageWith(name, body, { url = "https://here.test/", before = () => {} } = {}) {
  const { window } = new JSDOM(`<!DOCTYPE html><html lang="en"><body>${body}`, {
    url,
    runScripts: "outside-only",
  });
  if (window.document.readyState !== "complete") {
    await new Promise((resolve) => window.addEventListener("load", resolve));
  }
  before(window);
  window.eval(scriptText(name));
  window.document.dispatchEvent(new window.Event("DOMContentLoaded"));
  window.dispatchEvent(new window.Event("load"));
  await settled();
  return window;
}

// Everything that waits for nothing but promises has happened.
export const settled = () => new Promise((resolve) => setImmediate(resolve));

// Puts a clock into a page that only moves when it is told to.
export function stopClock(window) {
  const waiting = new Map();
  let now = 0;
  let last = 0;
  window.Date.now = () => now;
  window.setTimeout = (act, wait = 0) => {
    last += 1;
    waiting.set(last, { act, at: now + wait });
    return last;
  };
  window.clearTimeout = (one) => waiting.delete(one);
  return async function pass(milliseconds) {
    const end = now + milliseconds;
    for (;;) {
      const [next] = [...waiting].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at);
      if (!next) {
        break;
      }
      waiting.delete(next[0]);
      now = next[1].at;
      next[1].act();
      await settled();
    }
    now = end;
  };
}

// A `fetch` that answers what `answer` returns (null: no network) and keeps what it was asked.
export function fakeFetch(answer) {
  const asked = [];
  async function fetch(address, options = {}) {
    asked.push({ address: new URL(address, "https://here.test/"), ...options });
    const said = await answer(asked.at(-1));
    if (said === null) {
      throw new TypeError("no network");
    }
    return { ok: true, statusText: "", json: async () => said, ...said.response };
  }
  return Object.assign(fetch, { asked });
}

export function type(window, field, value, inputType = "insertText") {
  field.value = value;
  field.dispatchEvent(new window.InputEvent("input", { bubbles: true, inputType }));
}
