// One search parameter of the address, read and set without a request for a page.
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** The address with one parameter set, or removed if the value is null; the others stay as written. */
export function withParam(href: string, name: string, value: string | null): string {
  const url = new URL(href);
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && part.split("=")[0] !== name);
  url.search = [...kept, ...(value === null ? [] : [`${name}=${encodeURIComponent(value)}`])].join(
    "&",
  );
  return url.href;
}

type SetParam = (value: string | null, how?: "push" | "replace") => void;

/** The parameter's value, null if absent, and its setter, which by default adds a history entry. */
export function useParam(name: string): [string | null, SetParam] {
  const value = useSearchParams().get(name);
  const set = useCallback<SetParam>(
    (next, how = "push") => {
      const url = withParam(window.location.href, name, next);
      if (how === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [name],
  );
  return [value, set];
}
