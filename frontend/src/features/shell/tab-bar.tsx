"use client";
// The phone's tab bar.
import { Icon } from "@/ui/icon";
import { PageLink } from "@/ui/page-link";
import { TABS } from "./pages";
import { usePages, useProposalBadge } from "./use-pages";
import { usePlace } from "./use-place";
import classes from "./tab-bar.module.css";

export function TabBar() {
  const { page } = usePlace();
  const tabs = usePages(TABS);
  const proposals = useProposalBadge();
  const here = page === "sensor" ? "overview" : page;
  return (
    <nav className={classes.bar} aria-label="Pages">
      {tabs.map((tab) => (
        <PageLink
          key={tab.key}
          href={tab.href}
          aria-current={tab.key === here ? "page" : undefined}
        >
          <span className={classes.icon}>
            <Icon name={tab.icon} size={20} />
            {tab.key === "proposals" && proposals && (
              <b className={classes.badge}>
                {proposals}
                <span className="visually-hidden"> waiting</span>
              </b>
            )}
          </span>
          {tab.short}
        </PageLink>
      ))}
    </nav>
  );
}
