"use client";
// The head of every printed page: who printed it and when, and how old what it shows is.
import { useLayoutEffect } from "react";
import { useMe } from "@/data/api/me";
import { useLiveness } from "@/data/live/live";
import { useOwnZone } from "@/data/zones";
import { full } from "@/time/moment";
import { serverNow } from "@/time/server-clock";
import { nameOf } from "@/time/zoned";
import { usePrinting } from "@/ui/use-printing";
import { cssText, stateWords } from "./words";
import classes from "./print.module.css";

export function PrintHead() {
  return usePrinting() ? <Head /> : null;
}

function Head() {
  const me = useMe().data;
  const zone = nameOf(useOwnZone());
  const { phase, until } = useLiveness();
  const now = serverNow();
  const name = me?.name ?? me?.username ?? "somebody";
  const printed = `Printed by ${name}, ${full(now, zone)}`;
  // the foot of each sheet of paper reads it from here
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--printed", cssText(`Isotherm · ${printed}`));
    return () => {
      style.removeProperty("--printed");
    };
  }, [printed]);
  return (
    <div className={classes.head} data-testid="print-head">
      <p>
        <b>Isotherm</b> {window.location.href}
      </p>
      <p>
        {printed}. {stateWords(phase === "live" ? null : until, zone)}
      </p>
    </div>
  );
}
