"use client";
// The top bar: site, search, unit, theme and account.
import { useReading, useSetUnit } from "@/data/preferences";
import { Icon, Mark } from "@/ui/icon";
import { PageLink } from "@/ui/page-link";
import { Segmented } from "@/ui/segmented";
import { NotLiveMark } from "./not-live";
import { useSearch } from "./search";
import { SiteSwitch } from "./site-switch";
import { ThemeSwitch } from "./theme-switch";
import { usePlace } from "./use-place";
import { UserMenu } from "./user-menu";
import classes from "./top-bar.module.css";

const UNITS = [
  { key: "C", label: "°C" },
  { key: "F", label: "°F" },
] as const;

export function TopBar() {
  const { unit } = useReading();
  const setUnit = useSetUnit();
  const search = useSearch();
  const { page, sensor } = usePlace();
  return (
    <header className={classes.top}>
      {page === "sensor" ? (
        <PageLink
          href="/"
          className={`${classes.square} ${classes.phone}`}
          aria-label="Back to overview"
        >
          <Icon name="left" />
        </PageLink>
      ) : (
        <span className={`${classes.mark} ${classes.phone}`}>
          <Mark />
        </span>
      )}
      {page === "sensor" ? (
        <span className={`${classes.where} ${classes.phone}`}>{sensor?.name}</span>
      ) : null}
      <span className={page === "sensor" ? classes.desk : undefined}>
        <SiteSwitch />
      </span>
      <button type="button" className={`${classes.search} ${classes.desk}`} onClick={search.open}>
        <Icon name="search" />
        <span>Search sensors and sites</span>
        <kbd>/</kbd>
      </button>
      <span className={classes.grow} />
      <NotLiveMark />
      <span className={classes.desk}>
        <Segmented small label="Unit" choices={UNITS} value={unit} onChange={setUnit} />
      </span>
      <span className={classes.desk}>
        <ThemeSwitch />
      </span>
      <button
        type="button"
        className={`${classes.square} ${classes.phone}`}
        aria-label="Search"
        onClick={search.open}
      >
        <Icon name="search" />
      </button>
      <UserMenu />
      {search.dialog}
    </header>
  );
}
