// What every page adds where scripts run: controls that need them, and "use my location". Loaded
// before the page is painted, so that nothing jumps.
"use strict";

document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("locate");
  if (!button) {
    return;
  }
  const field = document.getElementById("near");
  const status = document.getElementById("locate-status");

  // Coming back from another page, the form must not send an old position.
  window.addEventListener("pageshow", () => {
    field.value = "";
    field.disabled = true;
    button.disabled = false;
    status.textContent = "";
  });

  function failed() {
    button.disabled = false;
    status.textContent = button.dataset.denied;
  }

  function submit(position) {
    // Three decimals are about 100 m: enough to order by distance, too little for a doorstep.
    const { longitude, latitude } = position.coords;
    for (const earlier of button.form.querySelectorAll("[data-earlier-position]")) {
      earlier.disabled = true;
    }
    // Nameless until now, since an earlier position may stand in the form under the same name.
    field.name = "near";
    field.value = `${longitude.toFixed(3)},${latitude.toFixed(3)}`;
    field.disabled = false;
    button.disabled = false;
    // The button's own method is POST: the position travels in the body, never in an address.
    button.form.requestSubmit(button);
  }

  button.addEventListener("click", (event) => {
    if (!field.disabled) {
      return; // This is our own submission, with the position filled in.
    }
    event.preventDefault();
    if (!navigator.geolocation) {
      failed();
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
