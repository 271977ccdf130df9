// Warns before the session of a shared PC ends, and leaves the page when it has ended.
// Without this script the server ends it all the same.
"use strict";

(() => {
  const box = document.getElementById("session-end");
  if (!box) return;
  const warning = Number(box.dataset.warning);
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  let endsAt = Date.now() + Number(box.dataset.seconds) * 1000;

  const left = () => (endsAt - Date.now()) / 1000;

  // Another tab may have gone on with the session: only the server knows.
  /** @type {(method: string) => Promise<void>} */
  async function ask(method) {
    /** @type {Record<string, string>} */
    const headers = token ? { "X-CSRFToken": token.value } : {};
    const answer = await fetch(box.dataset.status, { method, headers });
    if (!answer.ok) throw new Error(answer.statusText);
    endsAt = Date.now() + (await answer.json()).seconds * 1000;
  }

  /** @type {(method: string) => Promise<void>} */
  async function look(method) {
    try {
      await ask(method);
    } catch {
      // No network: what was known goes on.
    }
    if (left() <= 0) {
      location.assign(`${box.dataset.login}?next=${encodeURIComponent(location.pathname)}`);
      return;
    }
    box.hidden = left() > warning + 1;
    plan();
  }

  let timer = 0;
  function plan() {
    clearTimeout(timer);
    const wait = left() > warning + 1 ? left() - warning : Math.min(left(), 20);
    timer = setTimeout(() => look("GET"), Math.max(wait, 1) * 1000);
  }

  box.querySelector("button").addEventListener("click", () => look("POST"));
  // A PC that slept has missed its time.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look("GET");
  });
  plan();
})();
