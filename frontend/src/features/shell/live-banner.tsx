"use client";
// The banner of a page that is not live: since when, the problem, and the next attempt.
import { Sentence } from "@/parts/moment";
import type { ReactNode } from "react";
import { useLive } from "@/data/live/live";
import { useNow } from "@/time/now";
import { near } from "@/time/moment";
import { useAsOfWords } from "@/data/live/as-of";
import { useOwnZone } from "@/data/zones";
import { Banner } from "@/ui/banner";
import { signInAgain } from "@/parts/session/sign-in";
import { Button } from "@/ui/button";

export function LiveBanner({ more = null }: { more?: ReactNode }) {
  const { phase, lastHeard, nextTry, problem } = useLive();
  const now = useNow();
  const zone = useOwnZone();
  const asOf = useAsOfWords();
  if (phase === "ended") {
    const at = lastHeard === null ? "" : ` at ${near(lastHeard, now, zone)}`;
    return (
      <Banner
        tone="warn"
        title={<Sentence text={`Your session ended${at}.`} times={[lastHeard]} zone={zone} />}
        role="alert"
        testId="banner-signed-out"
        actions={
          <Button size="sm" onClick={signInAgain}>
            Sign in again
          </Button>
        }
      >
        {lastHeard !== null && `States and values are ${asOf}.`}
      </Banner>
    );
  }
  if (phase !== "waiting") return null;
  const seconds = nextTry === null ? 0 : Math.max(0, Math.ceil((nextTry - now) / 1000));
  const since = lastHeard === null ? "Not live." : `Not live since ${near(lastHeard, now, zone)}.`;
  return (
    <Banner
      tone="warn"
      title={<Sentence text={since} times={[lastHeard]} zone={zone} />}
      role="alert"
      testId="banner-not-live"
      actions={more}
    >
      {problem && `${problem.title}. `}
      {lastHeard !== null && `States and values are ${asOf}. `}
      <span aria-live="off">{seconds > 0 ? `Retrying in ${seconds} s.` : "Retrying now."}</span>
    </Banner>
  );
}
