// The tables of a sensor's printed sheet: figures, times out of range, times without data.
import type { ReactNode } from "react";
import { DASH, SPACE, count, share, unitSign } from "@/domain/format";
import type { GraphData } from "@/domain/graph-data";
import type { Excursion, Excursions, Statistics, Unit } from "@/domain/types";
import { judgedDegrees, limitDegrees, type Bounds } from "@/domain/verdict";
import { duration } from "@/time/duration";
import { full } from "@/time/moment";
import { listedWords } from "./sheet-words";
import classes from "./sheet.module.css";

/** More gaps than these are counted, not listed. */
const MOST = 100;

interface Words {
  unit: Unit;
  zone: string;
}

const figure = (value: number | null | undefined, limits: Bounds | null, unit: Unit): string =>
  value == null ? DASH : judgedDegrees(value, limits, unit) + SPACE + unitSign(unit);

function beyondWords({ seconds, times, open }: Excursions): [string, string] {
  if (times === 0) return [`0${SPACE}min`, "never"];
  const often = times === 1 ? "once" : `${count(times)} times`;
  return [duration(seconds * 1000), open ? `${often}, the last is not over` : often];
}

export function Figures({
  of,
  limits,
  unit,
  zone,
}: Words & { of: Statistics | undefined; limits: Bounds | null }) {
  if (!of) return <p>The figures could not be loaded.</p>;
  const at = (extreme: Statistics["min"]) => (extreme ? full(extreme.time, zone) : "");
  const expected = of.expected === null ? "" : `${count(of.expected)} expected`;
  const uncounted = of.uncounted > 0 ? `${count(of.uncounted)} more are not counted` : "";
  const rows: [name: string, value: string, note: string][] = [
    ["Minimum", figure(of.min?.value, limits, unit), at(of.min)],
    ["Mean", figure(of.mean, limits, unit), of.mean === null ? "" : "weighted by time"],
    ["Maximum", figure(of.max?.value, limits, unit), at(of.max)],
    ["Above limit", ...beyondWords(of.above)],
    ["Below limit", ...beyondWords(of.below)],
    ["Coverage", of.coverage === null ? DASH : share(of.coverage), ""],
    [
      "Unknown",
      duration(of.unknown_s * 1000),
      of.unknown_s < 1 ? "no data is missing" : "without a valid value",
    ],
    ["Readings", count(of.n), [expected, uncounted].filter(Boolean).join(", ")],
  ];
  return (
    <table className={classes.table}>
      <tbody>
        {rows.map(([name, value, note]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={classes.value}>{value}</td>
            <td>{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Head({ columns }: { columns: string[] }) {
  return (
    <thead>
      <tr>
        {columns.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** "Mon 23 Nov 2026, 14:02:10 UTC+01:00", with what lies beyond the period in words. */
const beginWords = ({ from, before, exact }: Excursion, zone: string): string =>
  (exact ? "" : "not before ") + full(from, zone) + (before ? ", it began earlier" : "");
const endWords = ({ to, open, exact }: Excursion, zone: string): string =>
  (open ? "not over at " : exact ? "" : "not after ") + full(to, zone);
const lastWords = ({ seconds, times }: Excursion): string =>
  duration(seconds * 1000) + (times > 1 ? `, ${count(times)} times` : "");

export function ExcursionTable({
  items,
  total,
  unit,
  zone,
}: Words & { items: Excursion[]; total: number }) {
  if (total === 0) return <p>Never out of range in this period.</p>;
  return (
    <>
      <table className={classes.table} data-testid="paper-excursions">
        <Head columns={["Begin", "End", "Duration", "Extreme", "Limit"]} />
        <tbody>
          {items.map((excursion) => (
            <tr key={`${excursion.side}${excursion.from}`}>
              <th scope="row">{beginWords(excursion, zone)}</th>
              <td>{endWords(excursion, zone)}</td>
              <td>{lastWords(excursion)}</td>
              <td className={classes.value}>
                {figure(excursion.extreme.value, sideOf(excursion), unit)},{" "}
                {full(excursion.extreme.time, zone)}
              </td>
              <td>
                {excursion.side} {limitDegrees(excursion.limit, unit)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Listed listed={items.length} total={total} />
    </>
  );
}

const sideOf = ({ side, limit }: Excursion): Bounds =>
  side === "above" ? { low: null, high: limit } : { low: limit, high: null };

export function UnknownTable({ data, zone }: { data: GraphData; zone: string }) {
  const spans = [
    ...data.gaps.map(([from, to]) => ({ what: "No data", from, to })),
    ...data.faults.map(([from, to]) => ({ what: "Probe fault, no value", from, to })),
  ].sort((a, b) => b.from - a.from);
  if (spans.length === 0) return <p>No data is missing in this period.</p>;
  const listed = spans.slice(0, MOST);
  return (
    <>
      <table className={classes.table} data-testid="paper-unknown">
        <Head columns={["What", "From", "To", "Duration"]} />
        <tbody>
          {listed.map(({ what, from, to }) => (
            <tr key={`${what}${from}`}>
              <th scope="row">{what}</th>
              <td>{full(from, zone)}</td>
              <td>{full(to, zone)}</td>
              <td>{duration(to - from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Listed listed={listed.length} total={spans.length} />
    </>
  );
}

function Listed({ listed, total }: { listed: number; total: number }): ReactNode {
  const words = listedWords(listed, total);
  return words && <p>{words}</p>;
}
