"use client";
// The live stream in React: its state as context, its events merged into the cached list of sensors.
import { hashKey, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { RETRY_MS } from "../api/client";
import { ApiProblem, api, data } from "../api/http";
import { meQuery, useMe } from "../api/me";
import { listMark, sensorsQuery } from "../api/sensors";
import { withoutClocks, type LiveScope } from "@/domain/live-scope";
import { mergeSensors } from "@/domain/merge";
import type { LiveSensors, Sensor } from "@/domain/types";
import { noteSignedIn, onMaybeSignedIn, useSession } from "../session";
import { Scopes, scopeKeeper } from "./scopes";
import { followServer, type Following } from "./share";
import type { LiveState } from "./stream";

const START: LiveState = { phase: "connecting", lastHeard: null, nextTry: null, problem: null };
const Live = createContext<LiveState>(START);

const SENSORS_HASH = hashKey(sensorsQuery.queryKey);

export const useLive = (): LiveState => use(Live);

interface Liveness {
  phase: LiveState["phase"];
  /** When the page was last live; null while it is live. */
  until: number | null;
  /** The stream was requested. It resumes after a list that was requested before. */
  requested: boolean;
}

const Quiet = createContext<Liveness>({ phase: START.phase, until: null, requested: false });

/** Whether the page is live. Unlike `useLive` it does not change with each event, so that long lists do not re-render. */
export const useLiveness = (): Liveness => use(Quiet);

function changedSensors(data: string): Sensor[] {
  try {
    return (JSON.parse(data) as LiveSensors).sensors;
  } catch {
    return [];
  }
}

const OF_RANGES = ["series", "statistics", "excursions"];

/** Read again what is shown of the past of sensors that has been recalculated. */
function readRecalculated(client: QueryClient, data: string): void {
  const sensors = new Set((JSON.parse(data) as { sensors: string[] }).sensors);
  void client.invalidateQueries({
    predicate: ({ queryKey: [kind, ids] }) =>
      OF_RANGES.includes(String(kind)) &&
      String(ids)
        .split(" ")
        .some((id) => sensors.has(id)),
  });
}

/** Merge events into the cached list; events that come before the list wait for it. */
function listKeeper(client: QueryClient, scope: () => LiveScope) {
  let early: Sensor[] = [];
  /** What turns silent is the server's to tell of sensors whose readings do not come. */
  const withoutOthers = () => {
    const held = client.getQueryData(sensorsQuery.queryKey);
    const kept = held && withoutClocks(held, scope());
    if (kept !== held) client.setQueryData(sensorsQuery.queryKey, kept);
  };
  const merge = (changed: Sensor[]) => {
    const held = client.getQueryData(sensorsQuery.queryKey);
    if (!held) {
      early = mergeSensors(early, changed);
      return;
    }
    const waiting = [...early, ...changed];
    early = [];
    const merged = withoutClocks(mergeSensors(held, waiting), scope());
    client.setQueryData(sensorsQuery.queryKey, merged);
  };
  const unsubscribe = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryHash !== SENSORS_HASH) return;
    if (early.length > 0) merge([]);
    withoutOthers();
  });
  return { merge, withoutOthers, unsubscribe };
}

/** Call `then` once no first list is being fetched. Return a function that stops waiting. */
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
 * Read the user again, and all else if that has changed: the stream tells of grants that change from now on,
 * not of those that changed after the page had read the user.
 */
async function readGrantsAgain(client: QueryClient): Promise<void> {
  const before = client.getQueryData(meQuery.queryKey);
  await client.refetchQueries({ queryKey: meQuery.queryKey });
  if (client.getQueryData(meQuery.queryKey) !== before) await client.invalidateQueries();
}

/**
 * Find out whether the user has signed in again in another tab: then go on with the stream and read everything again.
 * A page of another user is loaded afresh, so that nothing of the former one is left.
 */
async function signedInAs(subject: string, resume: () => void, client: QueryClient): Promise<void> {
  const me = await data(api.GET("/api/v1/me")).catch(() => null);
  if (me === null) return;
  if (me.subject !== subject) {
    window.location.reload();
    return;
  }
  noteSignedIn();
  resume();
  await client.invalidateQueries();
}

/**
 * Open the page's one stream once the user is known, and resume it after the list if a page has requested
 * that before. Nothing is live without this provider.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const me = useMe();
  const subject = me.data?.subject;
  const [state, setState] = useState(START);
  const [requested, setRequested] = useState(false);
  const session = useSession();
  const [signIns, setSignIns] = useState(0);
  const [scopes] = useState(scopeKeeper);
  const ended = session !== "open" || state.phase === "ended";
  useEffect(() => {
    if (!ended || subject === undefined) return undefined;
    return onMaybeSignedIn(() => void signedInAs(subject, () => setSignIns((n) => n + 1), client));
  }, [client, ended, subject]);
  useEffect(() => {
    if (subject === undefined) return;
    const list = listKeeper(client, scopes.scope);
    let following: Following | null = null;
    const deafen = scopes.listen((scope) => {
      following?.rescope(scope);
      list.withoutOthers();
    });
    const stopWaiting = onceListed(client, () => {
      setRequested(true);
      const events: Parameters<typeof followServer>[1] = {
        after: listMark(client),
        onState: setState,
        onEvent: ({ event, data: sent }) => {
          if (event === "hello") void readGrantsAgain(client);
          if (event === "recalculated") readRecalculated(client, sent);
          if (event === "latest") list.merge(changedSensors(sent));
          if (event === "grants" || event === "places") void client.invalidateQueries();
        },
        onReturn: () => void client.invalidateQueries({ queryKey: sensorsQuery.queryKey }),
      };
      following = followServer(subject, events, scopes.scope());
    });
    return () => {
      list.unsubscribe();
      stopWaiting();
      following?.stop();
      deafen();
    };
  }, [client, subject, signIns, scopes]);
  const shown: LiveState =
    subject === undefined && me.error
      ? {
          ...START,
          phase: "waiting",
          problem: problemWords(me.error),
          nextTry: me.errorUpdatedAt + RETRY_MS,
        }
      : session !== "open"
        ? { ...state, phase: "ended", nextTry: null }
        : state;
  const { phase, lastHeard } = shown;
  const until = phase === "live" || phase === "connecting" ? null : lastHeard;
  const quiet = useMemo(() => ({ phase, until, requested }), [phase, until, requested]);
  return (
    <Scopes value={scopes}>
      <Live value={shown}>
        <Quiet value={quiet}>{children}</Quiet>
      </Live>
    </Scopes>
  );
}

const problemWords = (error: Error) => ({
  title: error instanceof ApiProblem ? error.title : "The server cannot be reached",
  signedOut: false,
});
