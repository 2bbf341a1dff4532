"use client";
// The time by the server's clock, told to the page once a second.
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { serverNow } from "./server-clock";

const Now = createContext(0);

/** A time that moves once a second; parts that show an age read it. */
export const useNow = (): number => use(Now);

export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <Now value={now}>{children}</Now>;
}
