// What a device keeps, and when a kept page stands in for the network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

import { scriptText, settled, stopClock } from "./page.mjs";

const HERE = "https://here.test";
const START = {
  revision: "r2",
  files: ["/static/site.css"],
  pages: { "zh-hans": ["/offline/", "/guides/"], en: ["/en/offline/", "/en/guides/"] },
  patience_ms: 3000,
};

// As a browser gets it from the server of the page itself.
class Answer extends Response {
  constructor(body, { type = "basic", ...options } = {}) {
    super(body, options);
    this.kind = type;
  }
  get type() {
    return this.kind;
  }
  clone() {
    const { status, headers } = this;
    return new Answer(super.clone().body, { status, headers, type: this.kind });
  }
}

const html = (text, { day = 1, ...options } = {}) =>
  new Answer(`<html lang="zh-Hans">${text}`, {
    ...options,
    headers: { Date: new Date(Date.UTC(2025, 10, day)).toUTCString(), ...options.headers },
  });

class Caches {
  kept = new Map();

  async open(name) {
    if (!this.kept.has(name)) {
      this.kept.set(name, new Map());
    }
    const entries = this.kept.get(name);
    const keyOf = (request) => new URL(request.url ?? request, HERE).href;
    return {
      match: async (request) => entries.get(keyOf(request))?.clone(),
      put: async (request, response) => void entries.set(keyOf(request), response),
      delete: async (request) => entries.delete(keyOf(request)),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
      addAll: async (requests) => {
        for (const request of requests) {
          entries.set(keyOf(request), await this.fetch(request));
        }
      },
    };
  }

  match = async (request, { cacheName }) => (await this.open(cacheName)).match(request);
  keys = async () => [...this.kept.keys()];
  delete = async (name) => this.kept.delete(name);
  addresses = (name) => [...(this.kept.get(name)?.keys() ?? [])].map((url) => url.replace(HERE, ""));
}

// Starts the worker. `pages` answers for the network: path → answer; what is missing never comes.
function worker(pages = {}, { caches = new Caches(), revision = START.revision } = {}) {
  const listeners = {};
  const fetched = [];
  const told = [];
  const globals = {
    START: { ...START, revision },
    caches,
    URL,
    URLSearchParams,
    Response: Answer,
    Date: { parse: Date.parse },
    // As in a worker, where an address is meant within the site.
    Request: class extends Request {
      constructor(address, options) {
        super(new URL(address, HERE), options);
      }
    },
    async fetch(request) {
      const path = (request.url ?? request).replace(HERE, "");
      fetched.push(path);
      if (!(path in pages)) {
        throw new TypeError("no network");
      }
      return typeof pages[path] === "function" ? pages[path]() : pages[path].clone();
    },
    location: { origin: HERE },
    addEventListener: (name, listener) => {
      listeners[name] = listener;
    },
    skipWaiting: async () => {},
    clients: {
      matchAll: async () => [],
      claim: async () => {},
      get: async () => ({ postMessage: ({ arrived }) => told.push(arrived) }),
    },
  };
  caches.fetch = globals.fetch;
  globals.self = globals;
  const pass = stopClock(globals);
  runInContext(scriptText("service_worker.js"), createContext(globals));

  // Returns what the worker answers, undefined if it leaves the request to the browser.
  async function ask(path, { mode = "navigate", method = "GET" } = {}) {
    const waiting = [];
    let answer;
    listeners.fetch({
      request: { url: new URL(path, HERE).href, mode, method },
      resultingClientId: "tab",
      waitUntil: (promise) => waiting.push(promise),
      respondWith: (promise) => {
        answer = promise;
      },
    });
    const response = await answer;
    const text = await response?.text();
    return { text, isKept: text?.includes("data-kept="), waiting };
  }

  async function happen(name, event = {}) {
    let done;
    listeners[name]({ ...event, waitUntil: (promise) => (done = promise) });
    await done;
  }

  const keepTown = (town, keep) => happen("message", { data: { town, keep } });
  return { caches, fetched, told, pages, pass, ask, happen, keepTown };
}

const BASE = {
  "/static/site.css": new Answer("css"),
  "/offline/": html("all outlets"),
  "/guides/": html("guides"),
  "/en/offline/": html("all outlets in English"),
  "/en/guides/": html("guides in English"),
};

test("the network comes first, and what it brings is kept for later", async () => {
  const one = worker({ "/": html("new") });
  assert.equal((await one.ask("/")).isKept, false);
  await settled();
  delete one.pages["/"];
  const { text } = await one.ask("/");
  assert.match(text, /<html data-kept="Sat,%2001%20Nov%202025%2000:00:00%20GMT" lang=/);
});

test("what nobody may keep is not kept", async () => {
  const one = worker({
    "/reports/x/": html("state", { headers: { "Cache-Control": "private, no-store" } }),
    "/gone/": html("gone", { status: 404 }),
    "/elsewhere/": html("elsewhere", { type: "opaque" }),
  });
  for (const path of ["/reports/x/", "/gone/", "/elsewhere/"]) {
    await one.ask(path);
  }
  assert.deepEqual(one.caches.addresses("seen"), []);
});

test("a position, the desk, programs and other sites are none of its business", async () => {
  const one = worker();
  for (const [path, options] of [
    ["/", { method: "POST" }],
    ["/desk/"],
    ["/api/v1/service-points/"],
    ["https://elsewhere.test/"],
    ["/static/other.css", { mode: "no-cors" }],
  ]) {
    assert.equal((await one.ask(path, options)).text, undefined, path);
  }
  assert.deepEqual(one.fetched, []);
});

test("empty fields make no other question", async () => {
  const one = worker({ "/?town=a&service=": html("a") });
  await one.ask("/?town=a&service=");
  assert.deepEqual(one.caches.addresses("seen"), ["/?town=a"]);
  assert.equal((await one.ask("/?service=&town=a&text=")).isKept, true);
});

test("a page that was never seen has a stand-in in its language", async () => {
  const one = worker({ ...BASE });
  await one.happen("install");
  await one.ask("/en/guides/");
  await settled();
  Object.keys(one.pages).forEach((path) => delete one.pages[path]);
  assert.match((await one.ask("/towns/x/")).text, /data-kept.*all outlets$/);
  assert.match((await one.ask("/en/towns/x/")).text, /all outlets in English/);
});

test("where nothing is kept the failure is the browser's to show", async () => {
  await assert.rejects(worker().ask("/"), /no network/);
});

test("of several copies the newest counts", async () => {
  const one = worker({ ...BASE, "/guides/": html("old guides", { day: 1 }) });
  await one.happen("install");
  one.pages["/guides/"] = html("seen guides", { day: 5 });
  await one.ask("/guides/");
  one.pages["/guides/"] = html("the town's guides", { day: 3 });
  await one.keepTown("a", ["/guides/"]);
  delete one.pages["/guides/"];
  assert.match((await one.ask("/guides/")).text, /seen guides/);
});

for (const [tag, arrived] of [['"1"', "same"], ['"2"', "newer"]]) {
  test(`after its patience it shows the copy, and tells what comes late: ${arrived}`, async () => {
    const one = worker({ "/": html("first", { headers: { ETag: '"1"' } }) });
    await one.ask("/");
    await settled();
    let arrive;
    one.pages["/"] = () => new Promise((resolve) => (arrive = resolve));
    const asked = one.ask("/");
    await settled();
    await one.pass(START.patience_ms - 1);
    assert.equal(await Promise.race([asked, "waiting"]), "waiting");
    await one.pass(1);
    const { isKept, waiting } = await asked;
    assert.equal(isKept, true);
    arrive(html("second", { headers: { ETag: tag } }));
    await Promise.all(waiting);
    assert.deepEqual(one.told, [arrived]);
  });
}

test("without a copy it waits for the network as long as that takes", async () => {
  let arrive;
  const one = worker({ "/": () => new Promise((resolve) => (arrive = resolve)) });
  const asked = one.ask("/");
  await settled();
  await one.pass(10 * START.patience_ms);
  arrive(html("late"));
  assert.deepEqual((await asked).isKept, false);
});

test("no more than the last sixty pages are kept", async () => {
  const paths = Array.from({ length: 62 }, (_, number) => `/points/${number}/`);
  const one = worker(Object.fromEntries(paths.map((path) => [path, html(path)])));
  for (const path of [...paths, "/points/2/"]) {
    await one.ask(path);
  }
  const seen = one.caches.addresses("seen");
  assert.equal(seen.length, 60);
  assert.deepEqual([seen[0], seen.at(-1)], ["/points/3/", "/points/2/"]);
});

test("files come from the device, or from the network where it has none", async () => {
  const one = worker({ ...BASE });
  assert.equal((await one.ask("/static/site.css", { mode: "no-cors" })).text, "css");
  await one.happen("install");
  delete one.pages["/static/site.css"];
  assert.equal((await one.ask("/static/site.css", { mode: "no-cors" })).text, "css");
});

test("a new release throws away the files of the one before, not what was seen", async () => {
  const one = worker();
  for (const name of ["base r1", "base r2", "seen", "town"]) {
    await one.caches.open(name);
  }
  await one.happen("activate");
  assert.deepEqual(await one.caches.keys(), ["base r2", "seen", "town"]);
});

const TOWN = { "/a/": html("a"), "/b/": html("b") };

test("one town is kept: another one takes its place", async () => {
  const one = worker({ ...TOWN });
  await one.keepTown("a", ["/a/"]);
  assert.deepEqual(one.caches.addresses("town"), ["/a/", "/town-kept"]);
  await one.keepTown("b", ["/b/", "https://elsewhere.test/"]);
  assert.deepEqual(one.caches.addresses("town"), ["/b/", "/town-kept"]);
  // Not even asked for.
  assert.deepEqual(one.fetched, ["/a/", "/b/"]);
});

test("a town that is kept whole is not fetched again", async () => {
  const one = worker({ ...TOWN });
  await one.keepTown("a", ["/a/", "/a/#part", "/b/"]);
  await one.keepTown("a", ["/a/", "/b/"]);
  assert.deepEqual(one.fetched, ["/a/", "/b/"]);
});

test("what was missing of a town is fetched when the town is opened again", async () => {
  const one = worker({ "/a/": html("a") });
  await one.keepTown("a", ["/a/", "/b/"]);
  one.pages["/b/"] = html("b");
  await one.keepTown("a", ["/a/", "/b/"]);
  assert.deepEqual(one.caches.addresses("town").sort(), ["/a/", "/b/", "/town-kept"]);
});

test("after a change of the data a town is fetched anew, until all of it is there", async () => {
  const first = worker({ ...TOWN });
  await first.keepTown("a", ["/a/", "/b/"]);
  const second = worker({ "/a/": html("a") }, { caches: first.caches, revision: "r3" });
  await second.keepTown("a", ["/a/", "/b/"]);
  second.pages["/b/"] = html("new b");
  await second.keepTown("a", ["/a/", "/b/"]);
  assert.deepEqual(second.fetched, ["/a/", "/b/", "/a/", "/b/"]);
  await second.keepTown("a", ["/a/", "/b/"]);
  assert.equal(second.fetched.length, 4);
});

test("no more than two hundred pages of a town", async () => {
  const paths = Array.from({ length: 250 }, (_, number) => `/points/${number}/`);
  const one = worker(Object.fromEntries(paths.map((path) => [path, html(path)])));
  await one.keepTown("a", paths);
  assert.equal(one.fetched.length, 200);
});

test("what is no request of a page of ours is ignored", async () => {
  const one = worker({ ...TOWN });
  await one.happen("message", { data: { town: 1, keep: ["/a/"] } });
  await one.happen("message", { data: { town: "a", keep: "/a/" } });
  await one.happen("message", {});
  assert.deepEqual(one.fetched, []);
});
