// Keeps pages for when there is no connection, or a slow one. `START` is put in front by the server:
// the revision of the data, the static files, by language the pages that every device keeps, and for
// how many milliseconds the network is waited for.
//
// Only answers to GET are ever kept: a position travels in the body of a POST, which this script
// does not touch. Everything comes from the network first while there is one in time.
"use strict";

const BASE = `base ${START.revision}`;
// The pages a person has seen, and those of the town they chose. They outlive a change of the data,
// because they say of which day they are.
const SEEN = "seen";
const MOST_SEEN = 60;
const TOWN = "town";
const MOST_OF_A_TOWN = 200;
// In the cache of the town, which one it is.
const TOWN_NAME = "/town-kept";

// What the server wants nobody to keep, such as the state of somebody's report, is not kept.
/** @type {(response: Response) => boolean} */
const mayKeep = (response) =>
  response.ok &&
  response.type === "basic" &&
  !(response.headers.get("Cache-Control") || "").includes("no-store");

/** @type {(url: string) => string} */
const languageOf = (url) => (new URL(url).pathname.startsWith("/en/") ? "en" : "zh-hans");

// A form also sends its empty fields: the same question has one key.
/** @param {string} address */
function keyOf(address) {
  const url = new URL(address, self.location.origin);
  const filled = [...url.searchParams].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(filled).toString();
  url.hash = "";
  return url.href;
}

/** @param {string} language */
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

/** @type {(address: string, response: Response) => Promise<void>} */
async function keepSeen(address, response) {
  const cache = await caches.open(SEEN);
  const key = keyOf(address);
  await cache.delete(key);
  await cache.put(key, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -MOST_SEEN).map((old) => cache.delete(old)));
}

/** @type {(response: Response) => number} */
const dateOf = (response) => Date.parse(response.headers.get("Date") || "") || 0;

// The newest copy of a page that the device has.
/** @type {(address: string) => Promise<Response | undefined>} */
async function keptCopy(address) {
  const key = keyOf(address);
  const copies = await Promise.all(
    [SEEN, TOWN, BASE].map((cacheName) => caches.match(key, { cacheName })),
  );
  return copies.flatMap((copy) => copy ?? []).sort((one, other) => dateOf(other) - dateOf(one))[0];
}

// The same page with the day it is of in it; offline.js words that.
/** @param {Response} response */
async function dated(response) {
  const text = await response.text();
  const day = response.headers.get("Date") || "";
  return new Response(text.replace("<html ", `<html data-kept="${encodeURI(day)}" `), {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

/** @param {Request} request */
async function fromNetwork(request) {
  const response = await fetch(request);
  if (mayKeep(response)) {
    await keepSeen(request.url, response.clone());
    keepBase(languageOf(request.url)).catch(() => {});
  }
  return response;
}

// What stands in for a page that was never seen.
/** @param {string} address */
async function standIn(address) {
  const pages = START.pages;
  return (
    (await keptCopy(pages[languageOf(address)][0])) || (await keptCopy(pages["zh-hans"][0]))
  );
}

// Tells a page that came from the device whether the one that came late is another.
/** @type {(network: Promise<Response>, kept: Response, clientId: string) => Promise<void>} */
async function tellLate(network, kept, clientId) {
  const response = await network;
  const client = await self.clients.get(clientId);
  if (client && response.ok) {
    const isSame = response.headers.get("ETag") === kept.headers.get("ETag");
    client.postMessage({ arrived: isSame ? "same" : "newer" });
  }
}

/** @type {(event: FetchEvent) => Promise<Response>} */
async function page(event) {
  const { request } = event;
  const kept = await keptCopy(request.url);
  const network = fromNetwork(request);
  try {
    if (!kept) {
      return await network;
    }
    /** @type {Promise<void>} */
    const late = new Promise((resolve) => setTimeout(resolve, START.patience_ms));
    const response = await Promise.race([network, late]);
    if (response) {
      return response;
    }
    event.waitUntil(tellLate(network, kept, event.resultingClientId).catch(() => {}));
    return dated(kept);
  } catch (failure) {
    const instead = kept || (await standIn(request.url));
    if (!instead) {
      throw failure;
    }
    return dated(instead);
  }
}

/** @param {Request} request */
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
        names.filter((name) => ![BASE, SEEN, TOWN].includes(name)).map((name) => caches.delete(name)),
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
    event.respondWith(page(event));
  } else if (START.files.includes(url.pathname)) {
    event.respondWith(file(request));
  }
});

// Keeps what belongs to the chosen town instead of what belonged to the one before it. What is kept
// already is fetched again after a change of the data alone.
/** @type {(town: string, addresses: string[]) => Promise<void>} */
async function keepTown(town, addresses) {
  let cache = await caches.open(TOWN);
  const before = await (await cache.match(TOWN_NAME))?.json();
  if (before?.town !== town) {
    await caches.delete(TOWN);
    cache = await caches.open(TOWN);
  }
  const isCurrent = before?.town === town && before.revision === START.revision;
  const wanted = [...new Set(addresses.map(keyOf))]
    .filter((key) => new URL(key).origin === self.location.origin)
    .slice(0, MOST_OF_A_TOWN);
  const fetched = await Promise.allSettled(
    wanted.map(async (key) => {
      if (isCurrent && (await cache.match(key))) {
        return;
      }
      const response = await fetch(key);
      if (mayKeep(response)) {
        await cache.put(key, response);
      }
    }),
  );
  const isWhole = fetched.every(({ status }) => status === "fulfilled");
  const mark = { town, revision: isWhole ? START.revision : "" };
  await cache.put(TOWN_NAME, new Response(JSON.stringify(mark)));
}

// A page names its town and the addresses that belong to it. One after the other: two at once would
// fetch everything twice.
let keeping = Promise.resolve();

self.addEventListener("message", (event) => {
  const { town, keep } = event.data || {};
  if (typeof town === "string" && Array.isArray(keep)) {
    keeping = keeping.then(() => keepTown(town, keep)).catch(() => {});
    event.waitUntil(keeping);
  }
});
