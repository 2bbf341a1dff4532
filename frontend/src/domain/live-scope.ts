// The sensors whose every change a page follows; of others it only receives lasting changes of state.

/** All sensors of some sites, and some single ones; null for every sensor. */
export type LiveScope = { sensors: readonly string[]; sites: readonly string[] } | null;

/** The most sensors, and the most sites, that the API takes. */
const MOST = 20;

const unique = (ids: string[]): string[] => [...new Set(ids)].sort();

/** The scope of several pages together. */
export function union(scopes: readonly LiveScope[]): LiveScope {
  const named = scopes.flatMap((scope) => scope ?? []);
  const sensors = unique(named.flatMap((scope) => scope.sensors));
  const sites = unique(named.flatMap((scope) => scope.sites));
  const few = sensors.length <= MOST && sites.length <= MOST;
  return few && named.length === scopes.length && sensors.length + sites.length > 0
    ? { sensors, sites }
    : null;
}

export const includes = (scope: LiveScope, id: string): boolean =>
  scope === null || scope.sensors.includes(id) || scope.sites.includes(id.split("/")[0] ?? "");

/** Whether whoever followed `outer` has missed nothing of `inner`. */
export const covers = (outer: LiveScope, inner: LiveScope): boolean =>
  outer === null ||
  (inner !== null &&
    inner.sites.every((site) => outer.sites.includes(site)) &&
    inner.sensors.every((id) => includes(outer, id)));

export const sameScope = (a: LiveScope, b: LiveScope): boolean => covers(a, b) && covers(b, a);

/** The query of `/live`, with its question mark; empty for every sensor. */
export function scopeQuery(scope: LiveScope): string {
  if (scope === null) return "";
  const { sensors, sites } = scope;
  const search = new URLSearchParams([
    ...sensors.map((id) => ["sensor", id]),
    ...sites.map((site) => ["site", site]),
    ["states", "true"],
  ]);
  return `?${search.toString()}`;
}

/**
 * The list without the instants at which sensors outside the scope turn silent: their readings do not come, so
 * only the server knows. The same list if nothing has to change.
 */
export function withoutClocks<S extends { id: string; silent_at: number | null }>(
  list: S[],
  scope: LiveScope,
): S[] {
  const timed = ({ id, silent_at }: S) => silent_at !== null && !includes(scope, id);
  return list.some(timed)
    ? list.map((sensor) => (timed(sensor) ? { ...sensor, silent_at: null } : sensor))
    : list;
}
