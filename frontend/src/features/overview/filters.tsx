"use client";
// What the table shows: all, what needs a look, one site.
import { Chip, ChipRule, Chips } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { needsALook } from "@/lib/state";
import type { Filter, Row } from "./rows";
import { WORDS_OF_SHOW } from "./words";
import classes from "./filters.module.css";

export function Filters({ rows, filter, onChange }: { rows: Row[]; filter: Filter; onChange: (filter: Filter) => void }) {
  const sites = new Map<string, { name: string; number: number }>();
  for (const { sensor } of rows) {
    const site = sites.get(sensor.site) ?? { name: sensor.site_name, number: 0 };
    sites.set(sensor.site, { ...site, number: site.number + 1 });
  }
  const inSite = rows.filter((row) => filter.site === null || row.sensor.site === filter.site);
  const isState = filter.show !== "all" && filter.show !== "look";
  return (
    <div className={classes.filters}>
      <Chips label="Show">
        <Chip pressed={filter.show === "all" && filter.site === null} number={rows.length} onPress={() => onChange({ show: "all", site: null })}>All</Chip>
        <Chip
          pressed={filter.show === "look"} number={inSite.filter((row) => needsALook(row.known.state)).length}
          onPress={() => onChange({ ...filter, show: filter.show === "look" ? "all" : "look" })}
        >
          <Icon name="alert" />Needs a look
        </Chip>
        {isState && (
          <Chip pressed onPress={() => onChange({ ...filter, show: "all" })}>{WORDS_OF_SHOW[filter.show]}<Icon name="x" /></Chip>
        )}
        {sites.size > 1 && <ChipRule />}
        {sites.size > 1 && [...sites].sort(([, a], [, b]) => a.name.localeCompare(b.name)).map(([slug, site]) => (
          <Chip key={slug} pressed={filter.site === slug} number={site.number} onPress={() => onChange({ ...filter, site: filter.site === slug ? null : slug })}>
            {site.name}
          </Chip>
        ))}
      </Chips>
      <span className={classes.order}>Worst first</span>
    </div>
  );
}
