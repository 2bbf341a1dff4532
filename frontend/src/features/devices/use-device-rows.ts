// The view model of the list: the filter in the address, and the devices page by page as one scrolls.
import { useDebouncedCallback } from "@mantine/hooks";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { useDeviceList } from "@/data/api/device-list";
import { filterOf, filterQuery, type ListFilter } from "./list-filter";

const TYPING_MS = 250;

export function useDeviceRows(enabled: boolean) {
  const path = usePathname();
  const search = useSearchParams();
  const filter = useMemo(() => filterOf(search), [search]);
  const query = useDeviceList(filter, enabled);
  const devices = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  const show = (next: ListFilter) => {
    const text = filterQuery(next);
    window.history.replaceState(null, "", text ? `${path}?${text}` : path);
  };
  return {
    filter,
    show,
    /** Those loaded so far; undefined before the first page. */
    devices,
    total: query.data?.pages[0]?.total ?? null,
    error: query.error,
    /** The rows are those of the filter before. */
    isOld: query.isPlaceholderData,
    more: query.hasNextPage
      ? { load: query.fetchNextPage, loading: query.isFetchingNextPage }
      : null,
  };
}

/** The text of the search field, which reaches the address once typing pauses. */
export function useSearchText(
  filter: ListFilter,
  show: (filter: ListFilter) => void,
): [string, (text: string) => void] {
  const [typed, setTyped] = useState(filter.text);
  const [seen, setSeen] = useState(filter.text);
  if (seen !== filter.text) {
    setSeen(filter.text);
    if (filter.text !== typed.trim()) setTyped(filter.text);
  }
  const apply = useDebouncedCallback(
    (text: string) => show({ ...filter, text: text.trim() }),
    TYPING_MS,
  );
  useEffect(() => apply.cancel, [apply]);
  return [
    typed,
    (text) => {
      setTyped(text);
      apply(text);
    },
  ];
}
