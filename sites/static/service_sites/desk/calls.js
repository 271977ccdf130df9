// One key per result, as long as the page of the call has the focus and nobody types; printing.
"use strict";

(() => {
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const call = document.querySelector("[data-call]");
  if (!call) {
    return;
  }
  for (const one of call.querySelectorAll("[data-key]")) {
    const badge = document.createElement("kbd");
    badge.textContent = one.dataset.key;
    badge.setAttribute("aria-hidden", "true");
    const named = one.matches("input") ? call.querySelector(`label[for="${one.id}"]`) : one;
    named?.prepend(badge, " ");
  }
  call.querySelector("[data-keys]").hidden = false;
  call.addEventListener("keydown", (event) => {
    const isTyping =
      event.target instanceof Element && event.target.matches("input, textarea, select");
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (isTyping) {
      if (event.key === "Escape") {
        call.focus();
      }
      return;
    }
    const one = call.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!(one instanceof HTMLElement)) {
      return;
    }
    event.preventDefault();
    if (one.matches("input")) {
      one.focus();
    } else {
      one.click();
    }
  });
})();
