// One word of the address: read from it, and written into it without asking the server for a page.
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** The address with one parameter set, or away when the value is null; all others stay as they are written. */
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

/** The parameter's value, null when it is absent; setting it makes a step of the browser's history. */
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
