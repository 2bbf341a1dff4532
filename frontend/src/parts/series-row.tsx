// A row of the graph shown as a table.
import { touching, type CorrectedSpan } from "@/domain/correction";
import { spanDoneWords } from "@/domain/correction-words";
import type { Span } from "@/domain/focus";
import { SPACE, count, decimal } from "@/domain/format";
import { SET_ASIDE, qualityWords } from "@/domain/quality";
import { duration } from "@/time/duration";
import type { LimitStep } from "@/domain/graph-data";
import { clock, date, day } from "@/time/moment";
import { limitText, valueText } from "@/domain/verdict";
import type { Against, TableRow } from "@/domain/table-rows";
import { offsetName } from "@/time/zone";
import { Button } from "@/ui/button";
import { Cell } from "@/ui/cell";
import classes from "./series-table.module.css";

const DAY = 86_400_000;

export interface RowContext {
  zone: string;
  bucket: number | null;
  columns: number;
  corrected: readonly CorrectedSpan[] | undefined;
  /** Opens a correction of the readings of a row; absent for those who may not. */
  onCorrect?: (stretch: Span) => void;
}

/** "Mon 23 Nov 2026, 14:02 to 14:04", or whole days. */
export function intervalWords(
  from: number,
  to: number,
  bucket: number | null,
  zone: string,
): string {
  const seconds = bucket === null || bucket < 60_000;
  const start = `${day(from, zone, true)}, ${clock(from, zone, seconds)}`;
  if (bucket === null) return start;
  if (bucket >= DAY)
    return bucket === DAY
      ? day(from, zone, true)
      : `${day(from, zone, true)} to ${date(to - 1, zone)}`;
  const far = day(from, zone) !== day(to, zone);
  return `${start} to ${far ? `${day(to, zone)}, ` : ""}${clock(to, zone, seconds)}`;
}

const AGAINST: Record<Exclude<Against, null>, (limits: LimitStep | null) => string> = {
  within: () => "within",
  above: (limits) => `above ${limitText(limits?.high ?? 0)}`,
  below: (limits) => `below ${limitText(limits?.low ?? 0)}`,
  both: (limits) =>
    `below ${limitText(limits?.low ?? 0)} and above ${limitText(limits?.high ?? 0)}`,
};

const GAPS = { gap: "No data", fault: "Probe fault, no value" };

export function SeriesRow({
  row,
  context: { zone, bucket, columns, corrected, onCorrect },
  index,
}: {
  row: TableRow;
  context: RowContext;
  index: number;
}) {
  const offset = offsetName(row.from, zone);
  if (row.kind === "mark") {
    return (
      <tr data-kind="mark" aria-rowindex={index}>
        <th scope="row">{intervalWords(row.from, row.from, null, zone)}</th>
        <Cell label="Offset" className={classes.offset}>
          {offset}
        </Cell>
        <td
          colSpan={columns - 1}
          className={row.mark.quality & SET_ASIDE ? classes.aside : classes.mark}
        >
          {decimal(row.mark.value)} {qualityWords(row.mark.quality)}; not counted
          <Corrections of={touching(corrected, row.from)} />
        </td>
        {onCorrect && (
          <Correct
            at={row.from}
            zone={zone}
            stretch={row.mark.quality & SET_ASIDE ? null : { from: row.from, to: row.from + 1 }}
            onCorrect={onCorrect}
          />
        )}
      </tr>
    );
  }
  if (row.kind !== "point") {
    return (
      <tr data-kind={row.kind} aria-rowindex={index}>
        <th scope="row">
          {intervalWords(
            row.from,
            row.to,
            bucket !== null && bucket >= 60_000 && bucket < DAY ? bucket : 1000,
            zone,
          )}
        </th>
        <Cell label="Offset" className={classes.offset}>
          {offset}
        </Cell>
        <td colSpan={columns - 1} className={classes.unknown}>
          {GAPS[row.kind]} for {duration(row.to - row.from)}
        </td>
        {onCorrect && <td />}
      </tr>
    );
  }
  const { point, against, limits } = row;
  const raw = bucket === null;
  const out = against !== null && against !== "within";
  return (
    <tr data-out={out || undefined} aria-rowindex={index}>
      <th scope="row">{intervalWords(point.from, point.to, bucket, zone)}</th>
      <Cell label="Offset" className={classes.offset}>
        {offset}
      </Cell>
      <Cell label={raw ? "Value" : "Average"} className={classes.number}>
        {valueText(point.avg, limits, raw ? 2 : 1)}
      </Cell>
      {!raw && (
        <>
          <Cell label="Min" className={classes.number}>
            {valueText(point.min, limits)}
          </Cell>
          <Cell label="Max" className={classes.number}>
            {valueText(point.max, limits)}
          </Cell>
          <Cell label="Readings" className={classes.number}>
            {count(point.count)}
          </Cell>
        </>
      )}
      <Cell label="Against limits" className={classes.against}>
        {against === null ? `no${SPACE}limits` : AGAINST[against](limits)}
        <Corrections of={touching(corrected, point.from, Math.max(point.from, point.to - 1))} />
      </Cell>
      {onCorrect && (
        <Correct
          at={point.from}
          zone={zone}
          stretch={{ from: point.from, to: raw ? point.from + 1 : point.to }}
          onCorrect={onCorrect}
        />
      )}
    </tr>
  );
}

/** "Read as °F, not °C by Mira Lindqvist", and why. */
function Corrections({ of }: { of: CorrectedSpan[] }) {
  return of
    .filter(({ left }) => !left)
    .map((span) => (
      <span key={span.id} className={classes.corrected} data-correction={span.id}>
        {spanDoneWords(span)} <q>{span.of.reason}</q>
      </span>
    ));
}

function Correct({
  at,
  zone,
  stretch,
  onCorrect,
}: {
  at: number;
  zone: string;
  stretch: Span | null;
  onCorrect: (stretch: Span) => void;
}) {
  return (
    <td className={classes.correct}>
      {stretch && (
        <Button
          kind="bare"
          size="sm"
          aria-label={`Correct the reading of ${day(at, zone)}, ${clock(at, zone, true)}`}
          onClick={() => onCorrect(stretch)}
        >
          Correct…
        </Button>
      )}
    </td>
  );
}
