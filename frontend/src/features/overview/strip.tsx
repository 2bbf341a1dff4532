"use client";
// The summary: sensors per state, readings stored, and whether the ledger balances.
import { useMemo } from "react";
import { Icon } from "@/ui/icon";
import { StateIcon } from "@/parts/state-mark";
import { count } from "@/domain/format";
import { useAsOfWords } from "@/data/live/as-of";
import { useStateNow } from "@/data/live/state-now";
import { brief } from "@/time/moment";
import { useMe } from "@/data/api/me";
import { useZone, useZoneOf } from "@/data/zones";
import { Arrival, OF_ALL_SITES } from "@/parts/arrival";
import { Written } from "@/parts/moment";
import type { Zone } from "@/time/zoned";
import type { State } from "@/domain/types";
import { inSite, isShown, shownOf, type Filter, type Show } from "./filter";
import type { Row } from "./rows";
import { useRecentLedger } from "./recent-ledger";
import { LedgerSums, Received } from "./strip-ledger";
import classes from "./strip.module.css";

const TILES: readonly { show: Show; state: State; name: string; short: string }[] = [
  { show: "in_range", state: "in_range", name: "In range", short: "In range" },
  { show: "no_limits", state: "no_limits", name: "No limits", short: "No limits" },
  { show: "out", state: "above", name: "Out of range", short: "Out" },
  { show: "silent", state: "silent", name: "Silent", short: "Silent" },
  { show: "fault", state: "fault", name: "Fault", short: "Fault" },
  { show: "suspect", state: "suspect", name: "Doubtful", short: "Doubtful" },
];

/** Sensors per state of those that the other filters leave, as choosing a state lists them. */
export function Strip({
  rows: all,
  filter,
  onChoose,
}: {
  rows: Row[];
  filter: Filter;
  onChoose: (show: Show) => void;
}) {
  // One site's times are in its zone; several sites' in the reader's, with their offsets.
  const zones = new Set(inSite(all, filter.site).map(({ sensor }) => sensor.time_zone));
  const zone = useZone(zones.size === 1 ? ([...zones][0] ?? null) : null);
  const rows = useMemo(() => shownOf(all, { ...filter, show: "all" }), [all, filter]);
  const whole = useMe().data?.every_site;
  // Where every sensor is judged, there is nothing to say about limits; doubtful values are rare.
  const tiles = TILES.filter(
    ({ show }) => !isRare(show) || rows.some((row) => row.judged.state === show),
  );
  return (
    <div className={classes.strip} data-testid="strip" data-tiles={tiles.length}>
      {tiles.map((tile) => (
        <Tile key={tile.show} {...tile} rows={rows} onChoose={onChoose} />
      ))}
      {whole === true && <Ledger zone={zone} ofSite={filter.site !== null} />}
      {whole === false && (
        <div className={classes.wide} title={OF_ALL_SITES}>
          <div className={classes.key}>Readings</div>
          <div className={classes.arrival}>
            <Arrival />
          </div>
        </div>
      )}
    </div>
  );
}

const begin = ({ judged }: Row) => judged.since ?? -Infinity;
const isRare = (show: Show) => show === "no_limits" || show === "suspect";
const isQuiet = (show: Show) => show === "in_range" || show === "no_limits";

/** Of all sites together, whichever is chosen. */
function Ledger({ zone, ofSite }: { zone: Zone; ofSite: boolean }) {
  const recent = useRecentLedger();
  return (
    <>
      <Received recent={recent} zone={zone} of={ofSite ? "Readings of all sites" : "Readings"} />
      <LedgerSums recent={recent} zone={zone} />
    </>
  );
}

function Tile({
  show,
  state,
  name,
  short,
  rows,
  onChoose,
}: (typeof TILES)[number] & { rows: Row[]; onChoose: (show: Show) => void }) {
  const asOf = useAsOfWords();
  const matching = rows.filter((row) => isShown(row.judged.state, show));
  return (
    <button
      type="button"
      data-paper
      className={classes.tile}
      onClick={() => onChoose(show)}
      data-testid={`count-${show}`}
      data-some={matching.length > 0 || undefined}
      data-show={show}
      data-current
      data-old={asOf !== null || undefined}
    >
      <span className={classes.key}>
        {matching.length > 0 || isQuiet(show) ? (
          <StateIcon state={state} size={14} />
        ) : (
          <Icon
            name={state === "silent" ? "silent" : state === "fault" ? "fault" : "above"}
            size={14}
            className={classes.none}
          />
        )}
        <span className={classes.long}>{name}</span>
        <span className={classes.short}>{short}</span>
      </span>
      <span className={classes.figure}>{count(matching.length)}</span>
      <span className={classes.sub}>
        {asOf ?? (
          <TileNote
            show={show}
            matching={matching}
            total={rows.length}
            neverReported={rows.filter((row) => row.judged.state === "never").length}
          />
        )}
      </span>
    </button>
  );
}

function TileNote({
  show,
  matching,
  total,
  neverReported,
}: {
  show: Show;
  matching: Row[];
  total: number;
  neverReported: number;
}) {
  const now = useStateNow();
  const zoneOf = useZoneOf();
  // Four digits leave no room for the word.
  if (show === "in_range")
    return `of ${count(total)}${total > 999 ? "" : total === 1 ? " sensor" : " sensors"}`;
  if (show === "no_limits") return "not judged";
  if (matching.length === 0 && show === "silent" && neverReported > 0)
    return `${count(neverReported)} ${neverReported === 1 ? "has" : "have"} never reported`;
  if (matching.length === 0) return "none";
  const [first] = [...matching].sort((a, b) => begin(a) - begin(b));
  const since = first?.judged.since ?? null;
  if (!first || since === null)
    return matching.every((row) => row.judged.time === null) ? "start unknown" : "over a day";
  return (
    <>
      since{" "}
      <Written at={since} zone={zoneOf(first.sensor.time_zone)}>
        {brief(since, now, zoneOf(first.sensor.time_zone))}
      </Written>
    </>
  );
}
