"use client";
// The live stream as React sees it: its state for the page, its events into the held list of sensors.
import { hashKey, useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { sensorsQuery } from "../api/sensors";
import { mergeSensors } from "../merge";
import type { LiveSensors, Sensor } from "../types";
import { openStream, type LiveState } from "./stream";

const START: LiveState = { phase: "connecting", lastHeard: null, nextTry: null, problem: null };
const Live = createContext<LiveState>(START);

const SENSORS_HASH = hashKey(sensorsQuery.queryKey);

export const useLive = (): LiveState => use(Live);

function changedSensors(data: string): Sensor[] {
  try {
    return (JSON.parse(data) as LiveSensors).sensors;
  } catch {
    return [];
  }
}

/** Opens the page's one stream. Without it nothing below is live. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState(START);
  useEffect(() => {
    let early: Sensor[] = [];
    const merge = (changed: Sensor[]) => {
      const held = client.getQueryData(sensorsQuery.queryKey);
      // What comes before the list is kept for it.
      if (!held) return void (early = mergeSensors(early, changed));
      const waiting = [...early, ...changed];
      early = [];
      client.setQueryData(sensorsQuery.queryKey, mergeSensors(held, waiting));
    };
    const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
      if (type === "updated" && query.queryHash === SENSORS_HASH && early.length > 0) merge([]);
    });
    const close = openStream({
      onState: setState,
      onEvent: ({ event, data }) => {
        if (event === "latest") merge(changedSensors(data));
        if (event === "grants") void client.invalidateQueries();
      },
      onReturn: () => void client.invalidateQueries({ queryKey: sensorsQuery.queryKey }),
    });
    return () => {
      unsubscribe();
      close();
    };
  }, [client]);
  return <Live value={state}>{children}</Live>;
}
