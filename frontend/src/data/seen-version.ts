// Which version a person has read about in this browser, so that a newer one can be announced once.
import { useCallback, useEffect } from "react";
import { VERSION } from "@/domain/version";
import { useMe } from "./api/me";
import { useStored } from "./stored";

/**
 * Whether these pages are of another version than the person has seen here, and a function that
 * notes that they have seen it. The first version that somebody sees is no news.
 */
export function useSeenVersion(): { isNew: boolean; markSeen: () => void } {
  const subject = useMe().data?.subject;
  const [seen, store] = useStored(`isotherm.version.${subject ?? ""}`);
  const markSeen = useCallback(() => {
    if (subject !== undefined) store(() => VERSION);
  }, [store, subject]);
  useEffect(() => {
    // what is stored is not known yet while the server's page comes alive
    if (subject !== undefined && seen === "") store((before) => before || VERSION);
  }, [seen, store, subject]);
  return { isNew: seen !== "" && seen !== VERSION, markSeen };
}
