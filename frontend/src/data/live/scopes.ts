// What the parts of a page want to follow; the stream follows all of it.
import { createContext, use, useEffect, useRef } from "react";
import { union, type LiveScope } from "@/domain/live-scope";

/** From one page to the next, neither of them wants anything for a moment. */
const SETTLED_MS = 100;

export function scopeKeeper() {
  let onChange: ((scope: LiveScope) => void) | null = null;
  const wanted = new Map<object, LiveScope>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A page that says nothing is kept live as a whole.
  const scope = () => union([...wanted.values()]);
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange?.(scope()), SETTLED_MS);
  };
  return {
    scope,
    want: (part: object, of: LiveScope) => {
      wanted.set(part, of);
      changed();
    },
    leave: (part: object) => {
      wanted.delete(part);
      changed();
    },
    /** Call `then` with the scope of all parts together, soon after it may have changed; return how to stop. */
    listen: (then: (scope: LiveScope) => void) => {
      onChange = then;
      return () => {
        onChange = null;
        clearTimeout(timer);
      };
    },
  };
}

export type ScopeKeeper = ReturnType<typeof scopeKeeper>;

export const Scopes = createContext<ScopeKeeper | null>(null);

/** Follow no other sensors' readings than these while the part is shown; null for all sensors. */
export function useLiveScope(scope: LiveScope): void {
  const keeper = use(Scopes);
  const part = useRef({});
  const text = JSON.stringify(scope);
  useEffect(() => {
    const of = part.current;
    keeper?.want(of, JSON.parse(text) as LiveScope);
    return () => keeper?.leave(of);
  }, [keeper, text]);
}

/** Follow all sensors while `active`, whatever the page follows. */
export function useLiveAll(active: boolean): void {
  const keeper = use(Scopes);
  const part = useRef({});
  useEffect(() => {
    if (!active) return undefined;
    const of = part.current;
    keeper?.want(of, null);
    return () => keeper?.leave(of);
  }, [keeper, active]);
}
