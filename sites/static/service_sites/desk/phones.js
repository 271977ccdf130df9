// Says what is wrong with a number, or who has it already, while it is typed. What is saved is
// checked by the server all the same.
"use strict";

(() => {
  const WAIT_MS = 250;

  /** @type {(field: HTMLInputElement, index: number) => void} */
  const watch = (field, index) => {
    const answer = document.createElement("p");
    answer.className = "phone-answer";
    answer.id = `phone-answer-${index}`;
    answer.setAttribute("role", "status");
    field.after(answer);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", [described, answer.id].filter(Boolean).join(" "));
    let asked = field.defaultValue;
    let timer = 0;

    /** @type {(kind: string, text: string) => void} */
    const show = (kind, text) => {
      answer.className = kind ? `phone-answer fact fact-${kind}` : "phone-answer";
      answer.textContent = text;
      field.setAttribute("aria-invalid", String(kind === "error"));
    };

    const ask = async () => {
      const value = field.value;
      asked = value;
      const address = new URL(field.dataset.check, location.href);
      address.searchParams.set("phone", value);
      const region = document.getElementById("id_region");
      if (!address.searchParams.has("point") && region) {
        address.searchParams.set("region", region.value);
      }
      try {
        const response = await fetch(address, { headers: { Accept: "application/json" } });
        if (!response.ok) {
          return;
        }
        const said = await response.json();
        if (field.value === value) {
          show(said.kind, said.text);
        }
      } catch {
        // Without an answer the server says it when the form is saved.
      }
    };

    const look = () => {
      clearTimeout(timer);
      if (field.value !== asked) {
        timer = setTimeout(ask, WAIT_MS);
      }
    };

    field.addEventListener("input", look);
    // Somebody may have typed before this script was there.
    look();
  };

  const fields = document.querySelectorAll("input[data-check]");
  fields.forEach(watch);
  // Whoever searched for an outlet, or came from a report, types over the number in sight.
  // Not where typing has begun before this script was there.
  /** @type {(field: EventTarget | null) => void} */
  const select = (field) => {
    if (!(field instanceof HTMLInputElement) || !field.matches("input[data-check]")) {
      return;
    }
    if (field.value === field.defaultValue) {
      field.select();
    }
  };
  select(document.activeElement);
  document.addEventListener("focusin", (event) => select(event.target));
})();
