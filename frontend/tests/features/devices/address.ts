// The address bar for components that read it with next/navigation: they follow history.replaceState.
import { useSyncExternalStore } from "react";
import { vi } from "vitest";

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Go to an address, and tell components of each change from then on. */
export function followAddress(href: string): void {
  const { History } = window;
  const replace = History.prototype.replaceState.bind(window.history);
  window.history.replaceState = (...change) => {
    replace(...change);
    for (const listener of listeners) listener();
  };
  window.history.replaceState(null, "", href);
}

export const navigation = {
  useRouter: () => ({ push: vi.fn() }),
  usePathname: () => useSyncExternalStore(subscribe, () => window.location.pathname),
  useSearchParams: () => {
    const search = useSyncExternalStore(subscribe, () => window.location.search);
    return new URLSearchParams(search);
  },
};
