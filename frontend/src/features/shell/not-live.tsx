"use client";
// That the page is not live: on the document, in its title, and in the top bar of every page.
import { Moment } from "@/parts/moment";
import { useEffect } from "react";
import { useAsOf, useAsOfWords } from "@/data/live/as-of";
import { useOwnZone } from "@/data/zones";
import { nameOf } from "@/time/zoned";
import { Icon } from "@/ui/icon";
import classes from "./not-live.module.css";

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

/**
 * Mark the document, so that states are grey also in menus and dialogs, and say it in the title, which a
 * navigation may set again at any time.
 */
export function useNotLive(): void {
  const words = useAsOfWords();
  useEffect(() => {
    if (words === null) return;
    const prefix = `${capital(words)} · `;
    const mark = () => {
      if (!document.title.startsWith(prefix)) document.title = prefix + document.title;
    };
    const observer = new MutationObserver(mark);
    document.documentElement.dataset.notLive = "";
    mark();
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      delete document.documentElement.dataset.notLive;
      if (document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length);
    };
  }, [words]);
}

/** "Not live since 10:32"; on a phone, which has no room for more, "As of 10:32". */
export function NotLiveMark() {
  const at = useAsOf();
  const zone = nameOf(useOwnZone());
  if (at === null) return null;
  const when = at !== 0 && <Moment at={at} zone={zone} />;
  return (
    <span className={classes.mark} data-testid="not-live">
      <Icon name="alert" size={14} />
      <span className={classes.long}>{when ? <>Not live since {when}</> : "Not live"}</span>
      <span className={classes.short}>{when ? <>As of {when}</> : "Not live"}</span>
    </span>
  );
}
