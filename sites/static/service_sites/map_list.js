// Keeps the list beside the map in step with it: a card that is pointed at or has the focus marks
// its place on the map, and a place that is opened on the map marks its cards.
"use strict";

// `has(id)`: whether the map has the outlet; `show(id)` opens its place; `mark(id)` and `unmark()`
// mark the place. Returns `select(ids)`, which marks the cards of those outlets.
window.listBesideMap = ({ has, show, mark, unmark, button }) => {
  const cards = new Map(
    [...document.querySelectorAll("[data-point]")].map((card) => [card.dataset.point, card]),
  );

  const placed = [...cards].filter(([id]) => has(id));
  for (const [id, card] of placed) {
    card.addEventListener("pointerenter", () => mark(id));
    card.addEventListener("pointerleave", unmark);
    card.addEventListener("focusin", () => mark(id));
    card.addEventListener("focusout", unmark);
  }

  function addButtons() {
    for (const [id, card] of placed) {
      const opener = button();
      opener.addEventListener("click", () => show(id));
      card.querySelector(".card-actions").append(opener);
    }
  }

  /** @type {(ids: string[]) => void} */
  function select(ids) {
    for (const [id, card] of cards) {
      card.toggleAttribute("data-selected", ids.includes(id));
      if (ids.includes(id)) {
        card.setAttribute("aria-current", "true");
      } else {
        card.removeAttribute("aria-current");
      }
    }
    // Beside the map the list scrolls by itself; below it the person stays where they are.
    const first = cards.get(ids[0]);
    const column = first?.closest(".list-column");
    if (first && column && column.scrollHeight > column.clientHeight) {
      column.scrollTop += first.getBoundingClientRect().top - column.getBoundingClientRect().top - 8;
    }
  }

  // In a task of its own: on a cheap phone the cards are many.
  setTimeout(addButtons);
  return { select };
};
