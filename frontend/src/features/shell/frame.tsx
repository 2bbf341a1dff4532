"use client";
// The frame of every page: top bar, rail, content, and on a phone a tab bar.
import type { ReactNode } from "react";
import { useLiveness } from "@/data/live/live";
import { PrintHead } from "@/parts/print/print-head";
import { Banners } from "./banners";
import { Rail } from "./rail";
import { ShellKeys } from "./shell-keys";
import { TabBar } from "./tab-bar";
import { TopBar } from "./top-bar";
import { OfflineShell } from "./offline-shell";
import { SessionDialog } from "./session-dialog";
import { useScrollBack, useSignInAgain } from "./sign-in-again";
import { useNotLive } from "./not-live";
import { PageZoneBelow } from "./page-zone";
import { StateNews } from "./state-news";
import classes from "./frame.module.css";

export function Frame({ children }: { children: ReactNode }) {
  useSignInAgain();
  useScrollBack();
  useNotLive();
  const { phase } = useLiveness();
  return (
    <div className={classes.app} data-live={phase === "live"}>
      <a className={classes.skip} href="#sheet">
        Skip to content
      </a>
      <TopBar />
      <Rail />
      <main className={classes.sheet} id="sheet" tabIndex={-1}>
        <PrintHead />
        <Banners />
        {children}
        <PageZoneBelow />
      </main>
      <TabBar />
      <ShellKeys />
      <StateNews />
      <OfflineShell />
      <SessionDialog />
    </div>
  );
}
