// Keeps pages for when there is no connection. `START` is put in front by the server: the revision
// of the data, the static files and, by language, the pages that every device keeps.
//
// Only answers to GET are ever kept: a position travels in the body of a POST, which this script
// does not touch. Everything comes from the network first while there is one.
"use strict";

const BASE = `base ${START.revision}`;
// The pages a person has seen, and those of the town they chose. They outlive a change of the data,
// because they say of which day they are.
const SEEN = "seen";
const MOST_SEEN = 60;

// What the server wants nobody to keep, such as the state of somebody's report, is not kept.
const mayKeep = (response) =>
  response.ok &&
  response.type === "basic" &&
  !(response.headers.get("Cache-Control") || "").includes("no-store");

const languageOf = (url) => (new URL(url).pathname.startsWith("/en/") ? "en" : "zh-hans");

// A form also sends its empty fields: the same question has one key.
function keyOf(address) {
  const url = new URL(address, self.location.origin);
  const filled = [...url.searchParams].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(filled).toString();
  url.hash = "";
  return url.href;
}

async function keepBase(language) {
  const cache = await caches.open(BASE);
  const wanted = [...START.files, ...START.pages[language]];
  const kept = await Promise.all(wanted.map((address) => cache.match(address)));
  await cache.addAll(
    wanted
      .filter((_address, number) => !kept[number])
      .map((address) => new Request(address, { cache: "no-cache" })),
  );
}

async function keepSeen(address, response) {
  const cache = await caches.open(SEEN);
  const key = keyOf(address);
  await cache.delete(key);
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -MOST_SEEN).map((old) => cache.delete(old)));
}

// The same page with the day it is of in it; offline.js words that.
async function dated(response) {
  const text = await response.text();
  const day = response.headers.get("Date") || "";
  return new Response(text.replace("<html ", `<html data-kept="${encodeURI(day)}" `), {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

async function page(request) {
  try {
    const response = await fetch(request);
    if (mayKeep(response)) {
      await keepSeen(request.url, response.clone());
      keepBase(languageOf(request.url)).catch(() => {});
    }
    return response;
  } catch (failure) {
    const seen = await caches.match(keyOf(request.url), { cacheName: SEEN });
    const [list] = START.pages[languageOf(request.url)];
    const kept =
      seen ||
      (await caches.match(keyOf(request.url))) ||
      (await caches.match(list)) ||
      (await caches.match(START.pages["zh-hans"][0]));
    if (!kept) {
      throw failure;
    }
    return dated(kept);
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName: BASE })) || fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ includeUncontrolled: true });
      const languages = new Set(open.map((client) => languageOf(client.url)));
      await Promise.all([...languages.add("zh-hans")].map(keepBase));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(
        names.filter((name) => name !== BASE && name !== SEEN).map((name) => caches.delete(name)),
      );
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (url.pathname.startsWith("/desk/") || url.pathname.startsWith("/api/")) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (START.files.includes(url.pathname)) {
    event.respondWith(file(request));
  }
});

// A page names the addresses that belong to the town it is about.
self.addEventListener("message", (event) => {
  const addresses = Array.isArray(event.data?.keep) ? event.data.keep.slice(0, 20) : [];
  event.waitUntil(
    Promise.allSettled(
      addresses
        .map((address) => new URL(address, self.location.origin))
        .filter((url) => url.origin === self.location.origin)
        .map(async (url) => {
          const response = await fetch(url);
          if (mayKeep(response)) {
            await keepSeen(url.href, response);
          }
        }),
    ),
  );
});
