"use client";
// The filters above the table: all, needs attention, site, search, low coverage.
import { Menu } from "@mantine/core";
import { useMemo } from "react";
import { Chip, ChipRule, Chips } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { count } from "@/domain/format";
import { columnOf } from "./order";
import { EVERYTHING, shownOf, type Filter } from "./filter";
import type { Row } from "./rows";
import { WORDS_OF_SHOW } from "./words";
import classes from "./filters.module.css";

/** With more sites than this, they are chosen from a menu. */
const MOST_CHIPS = 8;

interface SiteCount {
  slug: string;
  name: string;
  number: number;
}

/** All sites, each with the number of sensors that would be listed if it were chosen. */
function sitesOf(rows: Row[], filter: Filter): SiteCount[] {
  const sites = new Map<string, SiteCount>();
  for (const { sensor } of rows)
    sites.set(sensor.site, { slug: sensor.site, name: sensor.site_name, number: 0 });
  for (const { sensor } of shownOf(rows, { ...filter, site: null })) {
    const site = sites.get(sensor.site);
    if (site) site.number += 1;
  }
  return [...sites.values()].sort((a, b) =>
    a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
}

/** The numbers of sensors that the filters would list together with the others that are chosen. */
function countsOf(rows: Row[], filter: Filter) {
  return {
    look: shownOf(rows, { ...filter, show: "look" }).length,
    low: shownOf(rows, { ...filter, gaps: true }).length,
  };
}

export function Filters({
  rows,
  filter,
  onChange,
}: {
  rows: Row[];
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const sites = useMemo(() => sitesOf(rows, filter), [rows, filter]);
  const counts = useMemo(() => countsOf(rows, filter), [rows, filter]);
  const isState = filter.show !== "all" && filter.show !== "look";
  const { look, low } = counts;
  const choose = (slug: string) =>
    onChange({ ...filter, site: filter.site === slug ? null : slug });
  const isAll = filter.show === "all" && filter.site === null && filter.text === "" && !filter.gaps;
  return (
    <div className={classes.filters}>
      <Chips label="Show">
        <Chip
          pressed={isAll}
          number={rows.length}
          onPress={() => onChange({ ...EVERYTHING, sort: filter.sort })}
        >
          All
        </Chip>
        <Chip
          pressed={filter.show === "look"}
          number={look}
          onPress={() => onChange({ ...filter, show: filter.show === "look" ? "all" : "look" })}
        >
          <Icon name="alert" />
          Needs attention
        </Chip>
        {isState && (
          <Chip pressed onPress={() => onChange({ ...filter, show: "all" })}>
            {WORDS_OF_SHOW[filter.show]}
            <Icon name="x" />
          </Chip>
        )}
        {filter.text !== "" && (
          <Chip pressed onPress={() => onChange({ ...filter, text: "" })}>
            “{filter.text}”<Icon name="x" />
          </Chip>
        )}
        {sites.length > 1 && <ChipRule />}
        {sites.length > 1 &&
          sites.length <= MOST_CHIPS &&
          sites.map((site) => (
            <Chip
              key={site.slug}
              pressed={filter.site === site.slug}
              number={site.number}
              onPress={() => choose(site.slug)}
            >
              {site.name}
            </Chip>
          ))}
        {sites.length > MOST_CHIPS && (
          <SiteChip sites={sites} chosen={filter.site} onChoose={choose} />
        )}
        {(low > 0 || filter.gaps) && (
          <>
            <ChipRule />
            <Chip
              pressed={filter.gaps}
              number={low}
              onPress={() => onChange({ ...filter, gaps: !filter.gaps })}
            >
              Coverage below 99 %
            </Chip>
          </>
        )}
      </Chips>
      {columnOf(filter.sort) === null ? (
        <span className={classes.order}>Worst first</span>
      ) : (
        <button
          type="button"
          className={`${classes.order} ${classes.back}`}
          onClick={() => onChange({ ...filter, sort: "worst" })}
        >
          Back to worst first
        </button>
      )}
    </div>
  );
}

/** With many sites: the chosen one as a chip, the others in a scrolling menu. */
function SiteChip({
  sites,
  chosen,
  onChoose,
}: {
  sites: SiteCount[];
  chosen: string | null;
  onChoose: (slug: string) => void;
}) {
  const here = sites.find((site) => site.slug === chosen);
  return (
    <>
      {here && (
        <Chip pressed number={here.number} onPress={() => onChoose(here.slug)}>
          {here.name}
          <Icon name="x" />
        </Chip>
      )}
      <Menu
        position="bottom-start"
        width={260}
        classNames={{ dropdown: classes.sites, item: classes.site }}
      >
        <Menu.Target>
          <button type="button" className={classes.choose}>
            {here ? "Other site" : "Site"}
            <Icon name="down" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {sites.map((site) => (
            <Menu.Item
              key={site.slug}
              onClick={() => onChoose(site.slug)}
              rightSection={<span className={classes.order}>{count(site.number)}</span>}
            >
              {site.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
