"use client";
// The overview: all sensors that the user may see, worst first, live.
import { useMediaQuery } from "@mantine/hooks";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useLiveScope } from "@/data/live/scopes";
import { Zones } from "@/data/zones";
import { PHONE } from "@/domain/phone";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { SkeletonRows } from "@/ui/skeleton";
import { NoSensors, NoSensorsAtSite } from "./empty";
import { NoMatch, Unreachable } from "./placeholders";
import { Filters } from "./filters";
import { MarksBar } from "./marks-bar";
import { EVERYTHING, filterOf, filterQuery, inSite, type Filter } from "./filter";
import { SensorCards } from "./sensor-cards";
import { SensorTable } from "./sensor-table";
import { Strip } from "./strip";
import { compareHref, useMarks } from "./use-marks";
import { useRows } from "./use-rows";
import { listedWords } from "./words";
import classes from "./overview.module.css";

export function Overview() {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const filter = useMemo(() => filterOf(search), [search]);
  const { all, shown, error, loading } = useRows(filter);
  useLiveScope(filter.site === null ? null : { sensors: [], sites: [filter.site] });
  const marks = useMarks();
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const listed = useMemo(() => inSite(all ?? [], filter.site), [all, filter.site]);
  const zones = useMemo(() => new Set(listed.map(({ sensor }) => sensor.time_zone)), [listed]);
  const bare = filter.site !== null && listed.length === 0;
  const choose = (next: Filter) => {
    const query = filterQuery(next);
    router.replace(query ? `${path}?${query}` : path, { scroll: false });
  };
  if (loading && error) return <Unreachable error={error} />;
  if (!all) return <Loading />;
  if (all.length === 0) return <NoSensors />;
  return (
    <Zones of={zones}>
      <div className={classes.title}>
        <h1>Overview</h1>
        <span className={classes.faint} data-testid="listed">
          {listedWords(shown, listed)}
        </span>
        <span className={classes.actions}>
          <ButtonLink href={compareHref(marks.ids)}>
            <Icon name="compare" />
            Compare
          </ButtonLink>
        </span>
      </div>
      <Strip rows={all} filter={filter} onChoose={(show) => choose({ ...filter, show })} />
      <Filters rows={all} filter={filter} onChange={choose} />
      {bare && filter.site !== null && <NoSensorsAtSite slug={filter.site} />}
      {shown.length === 0 && !bare && (
        <NoMatch filter={filter} total={all.length} onAll={() => choose(EVERYTHING)} />
      )}
      {shown.length > 0 &&
        (phone ? (
          <SensorCards rows={shown} marks={marks} />
        ) : (
          <SensorTable
            rows={shown}
            sort={filter.sort}
            marks={marks}
            onSort={(sort) => choose({ ...filter, sort })}
          />
        ))}
      <MarksBar marks={marks} />
    </Zones>
  );
}

function Loading() {
  return (
    <>
      <div className={classes.title}>
        <h1>Overview</h1>
      </div>
      <SkeletonRows rows={9} />
    </>
  );
}
