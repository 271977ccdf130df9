// Print, copy, share: what a page offers where the browser can do it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const status = document.getElementById("share-status");

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copy));
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        status.textContent = button.dataset.copied;
      } catch {
        // Refused, or not a secure page: the text is selected, so that people copy it themselves.
        field.focus();
      }
    });
  }

  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = !navigator.share;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.share, url: location.href.split("#")[0] });
      } catch {
        // The person closed the dialog: nothing to say.
      }
    });
  }
});
