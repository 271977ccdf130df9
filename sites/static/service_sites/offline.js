// Registers the service worker, tells it what belongs to the chosen town, and says so when a page
// comes from the device instead of the network.
"use strict";

(() => {
  const { kept } = document.documentElement.dataset;
  if (kept !== undefined) {
    const notice = document.getElementById("kept");
    const moment = new Date(decodeURI(kept));
    if (!Number.isNaN(moment.getTime())) {
      const time = document.createElement("time");
      time.dateTime = moment.toISOString();
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
        dateStyle: "long",
        timeStyle: "short",
      }).format(moment);
      notice.append(" ", time);
    }
    notice.hidden = false;
  }

  if (!("serviceWorker" in navigator)) {
    return;
  }
  // After the page itself: a slow line has to bring the answer first.
  window.addEventListener("load", async () => {
    await navigator.serviceWorker.register("/service-worker.js");
    const town = new URLSearchParams(location.search).get("town");
    if (kept === undefined && (town || location.pathname.includes("/towns/"))) {
      const links = document.querySelectorAll("[data-point] h3 a[href]");
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ keep: [location.href, ...Array.from(links, (link) => link.href)] });
    }
  });
})();
