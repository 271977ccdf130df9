// What every page adds where scripts run: controls that need them, and "use my location". Loaded
// before the page is painted, so that nothing jumps.
"use strict";

document.documentElement.classList.add("js");

// What the clock makes untrue goes: on a page left open, gone back to, or kept for when there is no
// network, it has a moment up to which it holds.
function hideWhatIsOver() {
  for (const said of document.querySelectorAll("[data-until]")) {
    const left = Date.parse(/** @type {HTMLElement} */ (said).dataset.until ?? "") - Date.now();
    /** @type {HTMLElement} */ (said).hidden = !(left > 0);
    if (left > 0 && left < 86_400_000) {
      setTimeout(hideWhatIsOver, left + 1000);
    }
  }
}
document.addEventListener("DOMContentLoaded", hideWhatIsOver);
window.addEventListener("pageshow", hideWhatIsOver);

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("locate");
  if (!button) {
    return;
  }
  const form = button.form;
  const method = form.method;
  const near = document.getElementById("near");
  const precision = document.getElementById("near-precision");
  const status = document.getElementById("locate-status");

  // Metres: what a device knows worse than these is a town, or nothing to go by.
  const ROUGH = 1000;
  const VAGUE = 10000;

  // Coming back from another page, the form must not send an old position.
  window.addEventListener("pageshow", () => {
    form.method = method;
    for (const field of [near, precision]) {
      field.value = "";
      field.disabled = true;
    }
    button.disabled = false;
    status.textContent = "";
  });

  /** @param {string} reason */
  function say(reason) {
    button.disabled = false;
    status.textContent = button.dataset[reason] ?? "";
  }

  /** @param {GeolocationPositionError} error */
  function failed(error) {
    /** @type {Record<number, string>} */
    const reasons = { [error.PERMISSION_DENIED]: "denied", [error.TIMEOUT]: "late" };
    say(reasons[error.code] ?? "unavailable");
  }

  // Nameless until now, since an earlier position may stand in the form under the same name.
  /** @type {(field: HTMLInputElement, name: string, value: string) => void} */
  function fill(field, name, value) {
    field.name = name;
    field.value = value;
    field.disabled = false;
  }

  /** @param {GeolocationPosition} position */
  function submit(position) {
    const { longitude, latitude, accuracy } = position.coords;
    if (accuracy > VAGUE) {
      say("vague");
      return;
    }
    for (const earlier of form.querySelectorAll("[data-earlier-position]")) {
      earlier.disabled = true;
    }
    // Three decimals are about 100 m: enough to order by distance, too little for a doorstep.
    fill(near, "near", `${longitude.toFixed(3)},${latitude.toFixed(3)}`);
    if (accuracy > ROUGH) {
      fill(precision, "near_precision", "town");
    }
    button.disabled = false;
    // The position travels in the body, never in an address.
    form.method = "post";
    form.requestSubmit();
  }

  button.addEventListener("click", () => {
    if (!navigator.geolocation) {
      say("unavailable");
      return;
    }
    button.disabled = true;
    status.textContent = button.dataset.waiting;
    navigator.geolocation.getCurrentPosition(submit, failed, {
      timeout: 10000,
      maximumAge: 300000,
    });
  });
});

// Another language or another view of the same place: the part of the page that an address names
// never reaches the server, so it is handed on here.
document.addEventListener("DOMContentLoaded", () => {
  const language = document.querySelector("a[hreflang]");
  language?.addEventListener("click", () => {
    language.hash = location.hash;
  });
  const view = document.querySelector(".view-switch");
  view?.addEventListener("submit", () => {
    view.action = view.action.replace(/#.*|$/, location.hash);
  });
});

// A new list is told to those who do not see it. Filled in after the page is read: a live region
// speaks only of what changes in it.
window.addEventListener("load", () => {
  const announcement = document.getElementById("announcement");
  const before = document.referrer && new URL(document.referrer);
  if (announcement && before && before.pathname === location.pathname) {
    const heading = document.getElementById("answer-heading");
    setTimeout(() => {
      announcement.textContent = heading.textContent.replace(/\s+/g, " ").trim();
    }, 300);
  }
});
