// What a stream follows, and up to which event nothing is missing: of that, and of all sensors.
import { covers, sameScope, type LiveScope } from "@/domain/live-scope";
import { serverNow } from "@/time/server-clock";
import type { OpenStream } from "./stream";

/** The server knows what changed within an hour; after that the list is read again. */
const REMEMBERED_MS = 50 * 60_000;

/** @param wanted what the pages want to follow now */
export function followed(after: string | null, wanted: () => LiveScope) {
  let scope: LiveScope = null;
  let refused: LiveScope = null;
  /** The last event, and the last one up to which no sensor's changes are missing. */
  let lastId = after;
  let complete = after;
  const next = (): LiveScope => {
    const all = wanted();
    // One of its sensors does not exist: a page in another address may still want the others.
    return refused !== null && sameScope(all, refused) ? null : all;
  };
  return {
    get scope() {
      return scope;
    },
    get lastId() {
      return lastId;
    },
    get complete() {
      return complete;
    },
    /** A stream is about to be opened; nobody knows what the former one followed. */
    begin: () => {
      scope = next();
      lastId = complete ?? lastId;
    },
    heard: (id: string | null) => {
      lastId = id ?? lastId;
      // The list is read once the first stream is open.
      if (scope === null || complete === null) complete = lastId;
    },
    /** Another tab has heard an event; one with an older version of the page follows everything. */
    told: (id: string | null, completeTo: string | null | undefined) => {
      lastId = id ?? lastId;
      complete = (completeTo === undefined ? id : completeTo) ?? complete;
    },
    refused: (stream: OpenStream) => {
      refused = scope;
      scope = null;
      lastId = complete;
      stream.resume(lastId);
    },
    /** Let the stream follow what is wanted now, from where that was followed last. */
    retarget: (stream: OpenStream, onForgotten: () => void) => {
      const wantedNow = next();
      if (sameScope(scope, wantedNow)) return;
      if (!covers(scope, wantedNow)) {
        const forgotten = complete === null || serverNow() - Number(complete) > REMEMBERED_MS;
        if (forgotten) {
          complete = lastId;
          onForgotten();
        } else lastId = complete;
      }
      scope = wantedNow;
      stream.resume(lastId);
    },
  };
}
