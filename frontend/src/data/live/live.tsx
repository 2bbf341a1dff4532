"use client";
// The live stream as React sees it: its state for the page, its events into the held list of sensors.
import { hashKey, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { AGAIN_MS } from "../api/client";
import { ApiProblem } from "../api/http";
import { useMe } from "../api/me";
import { listMark, sensorsQuery } from "../api/sensors";
import { mergeSensors } from "@/domain/merge";
import type { LiveSensors, Sensor } from "@/domain/types";
import { followServer } from "./share";
import type { LiveState } from "./stream";

const START: LiveState = { phase: "connecting", lastHeard: null, nextTry: null, problem: null };
const Live = createContext<LiveState>(START);

const SENSORS_HASH = hashKey(sensorsQuery.queryKey);

export const useLive = (): LiveState => use(Live);

interface Liveness {
  phase: LiveState["phase"];
  /** When the page was last live; null while it is, for then that is now. */
  until: number | null;
  /** False before the stream was asked for: it goes on from a list that is asked for until then. */
  begun: boolean;
}

const Quiet = createContext<Liveness>({ phase: START.phase, until: null, begun: false });

/** Whether the page is live, without a word of each event: what has a thousand rows must not be drawn for each. */
export const useLiveness = (): Liveness => use(Quiet);

function changedSensors(data: string): Sensor[] {
  try {
    return (JSON.parse(data) as LiveSensors).sensors;
  } catch {
    return [];
  }
}

/** Puts what the stream tells into the held list; what comes before the list waits for it. */
function listKeeper(client: QueryClient) {
  let early: Sensor[] = [];
  const merge = (changed: Sensor[]) => {
    const held = client.getQueryData(sensorsQuery.queryKey);
    if (!held) {
      early = mergeSensors(early, changed);
      return;
    }
    const waiting = [...early, ...changed];
    early = [];
    client.setQueryData(sensorsQuery.queryKey, mergeSensors(held, waiting));
  };
  const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
    if (type === "updated" && query.queryHash === SENSORS_HASH && early.length > 0) merge([]);
  });
  return { merge, unsubscribe };
}

/** Calls back when no first list is on its way: at once, or when it has come or failed. Returns how to stop waiting. */
function onceListed(client: QueryClient, then: () => void): () => void {
  const awaited = () => {
    const list = client.getQueryState(sensorsQuery.queryKey);
    return list?.data === undefined && list?.fetchStatus === "fetching";
  };
  if (!awaited()) {
    then();
    return () => undefined;
  }
  const stop = client.getQueryCache().subscribe(({ query }) => {
    if (query.queryHash !== SENSORS_HASH || awaited()) return;
    stop();
    then();
  });
  return stop;
}

/**
 * Opens the page's one stream as soon as it is known who looks, and goes on from the list where a page has asked for
 * that before. Without it nothing below is live.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const me = useMe();
  const subject = me.data?.subject;
  const [state, setState] = useState(START);
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    if (subject === undefined) return;
    const list = listKeeper(client);
    let unfollow: (() => void) | null = null;
    const stopWaiting = onceListed(client, () => {
      setBegun(true);
      unfollow = followServer(subject, {
        after: listMark(client),
        onState: setState,
        onEvent: ({ event, data }) => {
          if (event === "latest") list.merge(changedSensors(data));
          if (event === "grants") void client.invalidateQueries();
        },
        onReturn: () => void client.invalidateQueries({ queryKey: sensorsQuery.queryKey }),
      });
    });
    return () => {
      list.unsubscribe();
      stopWaiting();
      unfollow?.();
    };
  }, [client, subject]);
  const shown: LiveState =
    subject === undefined && me.error
      ? {
          ...START,
          phase: "waiting",
          problem: problemWords(me.error),
          nextTry: me.errorUpdatedAt + AGAIN_MS,
        }
      : state;
  const { phase, lastHeard } = shown;
  const until = phase === "live" || phase === "connecting" ? null : lastHeard;
  const quiet = useMemo(() => ({ phase, until, begun }), [phase, until, begun]);
  return (
    <Live value={shown}>
      <Quiet value={quiet}>{children}</Quiet>
    </Live>
  );
}

const problemWords = (error: Error) => ({
  title: error instanceof ApiProblem ? error.title : "The server cannot be reached",
  signedOut: false,
});
