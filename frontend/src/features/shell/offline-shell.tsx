"use client";
// Keeps a page for the browser that reaches nobody: registers the service worker, and remembers when the
// server was last heard, which that page says.
import { useEffect } from "react";
import { useLive } from "@/data/live/live";

const LAST_HEARD = "isotherm.last-heard";
const EVERY_MS = 5000;

function remember(at: number): void {
  try {
    window.localStorage.setItem(LAST_HEARD, String(at));
  } catch {
    // Without storage, the page does not say when.
  }
}

/** Browsers offer service workers only to pages that came by HTTPS, or from this machine. */
function register(): void {
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  workers?.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined);
}

/** Renders nothing; a component of its own, because it follows each event. */
export function OfflineShell(): null {
  const { phase, lastHeard } = useLive();
  useEffect(register, []);
  const rounded = lastHeard === null ? null : Math.floor(lastHeard / EVERY_MS);
  useEffect(() => {
    if (phase === "live" && rounded !== null) remember(Date.now());
  }, [phase, rounded]);
  return null;
}
