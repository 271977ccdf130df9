// A pasted table: what the browser knows of its cells goes along with its text.
"use strict";

(() => {
  const box = document.getElementById("id_pasted");
  const html = document.getElementById("id_pasted_html");
  if (!box || !html) return;
  box.addEventListener("paste", (event) => {
    const copied = event.clipboardData ? event.clipboardData.getData("text/html") : "";
    // Only where the paste is all that there is: otherwise the text counts.
    const isAll = box.value.trim() === "" && /<table/i.test(copied);
    html.value = isAll ? copied.slice(0, 1000000) : "";
  });
  box.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent) || event.inputType !== "insertFromPaste") html.value = "";
  });
})();
