// Below the figures at the cursor: readings there that do not count, and who corrected some.
import { touching, type CorrectedSpan } from "@/domain/correction";
import { spanDoneWords } from "@/domain/correction-words";
import { decimal } from "@/domain/format";
import { uncountedWords } from "@/domain/quality";
import { near } from "@/time/moment";
import { offsetName } from "@/time/zone";
import type { Hover } from "./hover";
import type { Model } from "./model";
import classes from "./crosshair.module.css";

/** "Set aside by Mira Lindqvist", and why: the corrections at the cursor. */
export function Corrected({ hover, model }: { hover: Hover; model: Model }) {
  const reach = reachOf(hover, model);
  return model.lines.flatMap((line) =>
    touching(line.data.corrected, hover.at - reach, hover.at + reach).map((span) => (
      <div
        key={`${line.key}${span.id}${span.left}`}
        className={classes.corrected}
        data-correction={span.id}
      >
        {model.lines.length > 1 && `${line.full ?? line.name}: `}
        {spanDoneWords(span)} <q>{span.of.reason}</q>
      </div>
    )),
  );
}

export function AsideTip({ span: { from, to }, zone }: { span: CorrectedSpan; zone: string }) {
  return (
    <>
      <div className={classes.time}>Set aside; not counted</div>
      <div className={classes.faint}>
        {near(from, to, zone)} to {near(to, to, zone)}, {offsetName(from, zone)}
      </div>
    </>
  );
}

/** Within this distance of the cursor, in pixels, a reading that does not count is told. */
const NEAR = 6;
const MOST_MARKS = 3;

const reachOf = ({ width }: Hover, { from, to }: Model): number =>
  (NEAR / Math.max(1, width)) * (to - from);

/** "85.0 at 14:02, suspect; not counted": such readings are in no point. */
export function Marks({ hover, model }: { hover: Hover; model: Model }) {
  const reach = reachOf(hover, model);
  const marks = model.lines.flatMap((line) =>
    line.data.marks
      .filter(({ time }) => Math.abs(time - hover.at) <= reach)
      .map((mark) => ({
        ...mark,
        of: model.lines.length > 1 ? `${line.full ?? line.name}: ` : "",
      })),
  );
  return marks.slice(0, MOST_MARKS).map(({ time, value, quality, of }) => (
    <div key={`${of}${time}`} className={classes.mark}>
      {of}
      <b>{decimal(value)}</b> at {near(time, model.to, model.zone)}, {uncountedWords(quality)}; not
      counted
    </div>
  ));
}
