"use client";
// The overview: every sensor one may see, worst first, live.
import { useMediaQuery } from "@mantine/hooks";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useSensors } from "@/lib/live/sensors";
import { useSparks } from "@/lib/api/series";
import { serverNow } from "@/lib/server-clock";
import { useStateNow } from "@/lib/live/state-now";
import { count } from "@/lib/format";
import { BoneRows } from "@/ui/skeleton";
import { SensorCards } from "./sensor-cards";
import { SensorTable } from "./sensor-table";
import { Filters } from "./filters";
import { filterOf, filterQuery, matches, rowsOf, type Filter } from "./rows";
import { NoMatch, NoSensors, Unreachable } from "./faces";
import { Strip } from "./strip";
import classes from "./overview.module.css";

export function Overview() {
  const { data: sensors, error } = useSensors();
  const now = useStateNow();
  const router = useRouter();
  const path = usePathname();
  const filter = filterOf(useSearchParams());
  const phone = useMediaQuery("(max-width: 640px)", false, { getInitialValueInEffect: false });
  const ids = useMemo(() => [...(sensors ?? [])].map((sensor) => sensor.id).sort(), [sensors?.length]); // eslint-disable-line react-hooks/exhaustive-deps -- a new value is no new sensor
  const sparks = useSparks(ids, serverNow);
  const choose = (next: Filter) => {
    const query = filterQuery(next);
    router.replace(query ? `${path}?${query}` : path, { scroll: false });
  };
  if (!sensors && error) return <Unreachable error={error} />;
  if (!sensors) return <Loading />;
  if (sensors.length === 0) return <NoSensors />;
  const all = rowsOf(sensors, now, sparks);
  const shown = all.filter((row) => matches(row, filter));
  const sites = new Set(sensors.map((sensor) => sensor.site)).size;
  return (
    <>
      <div className={classes.title}>
        <h1>Overview</h1>
        <span className={classes.faint}>
          {count(sensors.length)} {sensors.length === 1 ? "sensor" : "sensors"} at {count(sites)} {sites === 1 ? "site" : "sites"}
        </span>
      </div>
      <Strip rows={all} onChoose={(show) => choose({ ...filter, show })} />
      <Filters rows={all} filter={filter} onChange={choose} />
      {shown.length === 0 && <NoMatch filter={filter} total={all.length} onAll={() => choose({ show: "all", site: null })} />}
      {shown.length > 0 && (phone ? <SensorCards rows={shown} /> : <SensorTable rows={shown} />)}
    </>
  );
}

function Loading() {
  return (
    <>
      <div className={classes.title}><h1>Overview</h1></div>
      <BoneRows rows={9} />
    </>
  );
}
