"use client";
// The server's time as React context, updated once a second.
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { serverNow } from "./server-clock";

const Now = createContext(0);

/** The server's time; components that show an age re-render with it once a second. */
export const useNow = (): number => use(Now);

export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <Now value={now}>{children}</Now>;
}
