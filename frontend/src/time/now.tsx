"use client";
// The server's time as React context, updated once a second.
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { serverNow } from "./server-clock";

const Now = createContext(0);
const QUARTER_MS = 15 * 60_000;
const Quarter = createContext(0);

/** The server's time; components that show an age re-render with it once a second. */
export const useNow = (): number => use(Now);

/**
 * The start of the quarter of an hour that it is now. Components that only tell today from other days
 * re-render with it four times an hour: midnight in any zone begins a quarter.
 */
export const useQuarter = (): number => use(Quarter);

export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Now value={now}>
      <Quarter value={now - (now % QUARTER_MS)}>{children}</Quarter>
    </Now>
  );
}
