// Registers the service worker, tells it what belongs to the chosen town, and says so when a page
// comes from the device instead of the network.
"use strict";

(() => {
  const { kept } = document.documentElement.dataset;
  if (kept !== undefined) {
    const notice = document.getElementById("kept");
    const moment = new Date(decodeURI(kept));
    if (!Number.isNaN(moment.getTime())) {
      const time = document.getElementById("kept-day");
      time.dateTime = moment.toISOString();
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
        dateStyle: "long",
        timeStyle: "short",
      }).format(moment);
    }
    notice.hidden = false;

    // The network was only late: either this is what it brought, or there is something newer.
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      const again = document.getElementById("kept-newer");
      notice.hidden = data.arrived === "same";
      again.hidden = data.arrived !== "newer";
      again.addEventListener("click", () => location.reload());
    });
    navigator.serviceWorker.startMessages();
  }

  if (!("serviceWorker" in navigator)) {
    return;
  }
  // After the page itself: a slow line has to bring the answer first.
  window.addEventListener("load", async () => {
    await navigator.serviceWorker.register("/service-worker.js");
    const path = location.pathname.match(/\/towns\/(.+)\/$/);
    const town = new URLSearchParams(location.search).get("town") || (path && path[1]);
    const links = document.querySelectorAll("[data-point] h3 a[href]");
    if (kept === undefined && town && links.length > 0) {
      const keep = [location.href, ...Array.from(links, (link) => link.href)];
      (await navigator.serviceWorker.ready).active?.postMessage({ town, keep });
    }
  });
})();
