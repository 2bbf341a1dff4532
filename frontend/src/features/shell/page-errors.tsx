"use client";
// Reports uncaught errors of the page to the server, which counts them: nobody else would learn of them.
import { useEffect } from "react";

const ADDRESS = "/page-errors";
/** Of one page load: what goes wrong again and again is known then. */
const MOST = 5;
const MOST_CHARACTERS = 300;
/** What browsers report although nothing is wrong: an observer that is called again in the next frame. */
const HARMLESS = /^ResizeObserver loop/;

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : typeof error;

/** Report the window's uncaught errors; return the undo. */
export function reportErrors(send: (text: string) => void): () => void {
  let left = MOST;
  const report = (kind: string, message: string) => {
    if (left <= 0 || HARMLESS.test(message)) return;
    left -= 1;
    const { pathname: path } = window.location;
    send(JSON.stringify({ kind, message: message.slice(0, MOST_CHARACTERS), path }));
  };
  const onError = (event: ErrorEvent) =>
    report("error", event.error === null ? event.message : messageOf(event.error));
  const onRejection = (event: PromiseRejectionEvent) =>
    report("rejection", messageOf(event.reason));
  window.addEventListener("error", onError);
  window.addEventListener("unhandledrejection", onRejection);
  return () => {
    window.removeEventListener("error", onError);
    window.removeEventListener("unhandledrejection", onRejection);
  };
}

/** Renders nothing. */
export function PageErrors(): null {
  useEffect(() => reportErrors((text) => void navigator.sendBeacon(ADDRESS, text)), []);
  return null;
}
