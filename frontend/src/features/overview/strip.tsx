"use client";
// The summary: how many are in which state, how much arrived, and whether the ledger balances.
import { Icon } from "@/ui/icon";
import { StateIcon } from "@/parts/state-mark";
import { count } from "@/domain/format";
import { duration } from "@/time/duration";
import { useStateNow } from "@/data/live/state-now";
import { brief } from "@/time/moment";
import { useReading } from "@/data/preferences";
import type { State } from "@/domain/types";
import { isShown, type Show } from "./filter";
import type { Row } from "./rows";
import { useRecentLedger } from "./recent-ledger";
import { LedgerSums, Received } from "./strip-ledger";
import classes from "./strip.module.css";

const TILES: { show: Show; state: State; name: string; short: string }[] = [
  { show: "in_range", state: "in_range", name: "In range", short: "In range" },
  { show: "out", state: "above", name: "Out of range", short: "Out" },
  { show: "silent", state: "silent", name: "Silent", short: "Silent" },
  { show: "fault", state: "fault", name: "Fault", short: "Fault" },
];

export function Strip({ rows, onChoose }: { rows: Row[]; onChoose: (show: Show) => void }) {
  const recent = useRecentLedger();
  return (
    <div className={classes.strip} data-testid="strip">
      {TILES.map((tile) => (
        <Tile key={tile.show} {...tile} rows={rows} onChoose={onChoose} />
      ))}
      <Received recent={recent} />
      <LedgerSums recent={recent} />
    </div>
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
  const those = rows.filter((row) => isShown(row.known.state, show));
  return (
    <button
      type="button"
      className={classes.tile}
      onClick={() => onChoose(show)}
      data-testid={`count-${show}`}
      data-some={those.length > 0 || undefined}
      data-show={show}
    >
      <span className={classes.key}>
        {those.length > 0 || show === "in_range" ? (
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
      <span className={classes.figure}>{count(those.length)}</span>
      <span className={classes.sub}>
        <TileNote
          show={show}
          those={those}
          total={rows.length}
          unheard={rows.filter((row) => row.known.state === "never").length}
        />
      </span>
    </button>
  );
}

function TileNote({
  show,
  those,
  total,
  unheard,
}: {
  show: Show;
  those: Row[];
  total: number;
  unheard: number;
}) {
  const now = useStateNow();
  const { zone } = useReading();
  // The tile has no room for the word beside four digits.
  if (show === "in_range")
    return `of ${count(total)}${total > 999 ? "" : total === 1 ? " sensor" : " sensors"}`;
  if (those.length === 0 && show === "silent" && unheard > 0)
    return `${count(unheard)} ${unheard === 1 ? "has" : "have"} never reported`;
  if (those.length === 0) return "none";
  const since = those.map((row) => row.known.since);
  const first = Math.min(...since.map((at) => at ?? -Infinity));
  if (!Number.isFinite(first))
    return those.every((row) => row.known.time === null) ? "start unknown" : "over a day";
  return show === "out" ? `longest ${duration(now - first)}` : `since ${brief(first, now, zone)}`;
}
