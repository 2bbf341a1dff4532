"use client";
// On a phone the pages stand below.
import Link from "next/link";
import { Icon } from "@/ui/icon";
import { TABS } from "./pages";
import { usePlace } from "./use-place";
import classes from "./tab-bar.module.css";

export function TabBar() {
  const { page } = usePlace();
  const here = page === "sensor" ? "overview" : page;
  return (
    <nav className={classes.bar} aria-label="Pages">
      {TABS.map((tab) => (
        <Link key={tab.key} href={tab.href} aria-current={tab.key === here ? "page" : undefined}>
          <Icon name={tab.icon} size={20} />{tab.short}
        </Link>
      ))}
    </nav>
  );
}
