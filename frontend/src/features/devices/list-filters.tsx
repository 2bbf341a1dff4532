"use client";
// The search field, the sites and the chips above the list of devices.
import { useSites } from "@/data/api/sites";
import { useMe } from "@/data/api/me";
import { Chip, Chips } from "@/ui/chip";
import { SHOWS, type ListFilter } from "./list-filter";
import { useSearchText } from "./use-device-rows";
import classes from "./devices-page.module.css";

export function ListFilters({
  filter,
  onChange,
}: {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
}) {
  const admin = useMe().data?.admin ?? false;
  const sites = useSites().data ?? [];
  const [text, setText] = useSearchText(filter, onChange);
  const shown = SHOWS.filter(({ key }) => key !== "no_site" || admin);
  return (
    <div className={classes.filters}>
      <div className={classes.search} role="search">
        <input
          type="search"
          aria-label="Search devices"
          placeholder="Name, label, hardware, site or sensor"
          autoComplete="off"
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {sites.length > 1 && (
          <select
            aria-label="Home site"
            value={filter.site ?? ""}
            onChange={(event) => onChange({ ...filter, site: event.target.value || null })}
          >
            <option value="">All sites</option>
            {sites.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <Chips label="Filter devices">
        {shown.map(({ key, label }) => (
          <Chip
            key={key}
            pressed={filter.show === key}
            onPress={() =>
              onChange({
                ...filter,
                show: filter.show === key ? "all" : key,
                // What has no home site is at no site.
                site: key === "no_site" ? null : filter.site,
              })
            }
          >
            {label}
          </Chip>
        ))}
      </Chips>
    </div>
  );
}
