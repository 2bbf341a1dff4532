// The service worker: it answers navigations that fail with the offline page, and does nothing else. No
// other response is read or stored: no page of the app, no answer of the API, nothing of a person.
import { createHash } from "node:crypto";
import { OFFLINE_PAGE, OFFLINE_POLICY } from "./page";

/** Changes with the page, so that a new release replaces what browsers keep. */
const version = createHash("sha256")
  .update(OFFLINE_PAGE + OFFLINE_POLICY)
  .digest("hex")
  .slice(0, 16);

/** A gateway's own answer while no server is behind it. */
const GATEWAY = [502, 503, 504];

export const SERVICE_WORKER = `"use strict";
const CACHE = "isotherm-offline-${version}";
const PAGE = "/offline";
self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const answer = await fetch(PAGE, { cache: "reload", credentials: "omit" });
    if (!answer.ok || answer.redirected) throw new Error("the offline page cannot be loaded");
    await (await caches.open(CACHE)).put(PAGE, answer);
    await self.skipWaiting();
  })());
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys())
      if (name.startsWith("isotherm-") && name !== CACHE) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});
const offline = async () =>
  (await (await caches.open(CACHE)).match(PAGE)) ?? Response.error();
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || new URL(request.url).pathname.startsWith("/api/")) return;
  event.respondWith((async () => {
    try {
      const answer = (await event.preloadResponse) ?? (await fetch(request));
      return ${JSON.stringify(GATEWAY)}.includes(answer.status) ? await offline() : answer;
    } catch {
      return offline();
    }
  })());
});
`;

/** What the worker itself may load: only from this site. */
export const WORKER_POLICY = "default-src 'none'; connect-src 'self'";
