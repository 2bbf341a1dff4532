// The ledger's equations: offered = stored + duplicate + rejected + ignored; received = decoded + undecodable.
import { Fragment } from "react";
import { count } from "@/domain/format";
import { rejectSum } from "@/domain/reject-words";
import type { BookDifference, Dropped, Ledger } from "@/domain/types";
import { Icon } from "@/ui/icon";
import { rowsOff } from "./bars";
import classes from "./equation.module.css";

export function Equation({
  ledger: { total, hours },
  books,
  dropped,
}: {
  ledger: Ledger;
  books: BookDifference[];
  dropped: Dropped | null;
}) {
  const closed = hours.filter((hour) => !hour.open);
  const off = new Set(rowsOff(books).map(({ hour }) => hour));
  const balanced = closed.filter((hour) => hour.balanced && !off.has(hour.hour)).length;
  const good = balanced === closed.length;
  const terms: [word: string, value: number, colour: string | null][] = [
    ["offered", total.offered, null],
    ["stored", total.stored, "s1"],
    ["duplicate", total.duplicate, "spark"],
    ["rejected", total.rejected, "out"],
    ["ignored", total.ignored, "hatch"],
  ];
  return (
    <div className={classes.line}>
      <div className={classes.sum} data-testid="equation">
        {terms.map(([word, value, colour], i) => (
          <Fragment key={word}>
            {i > 0 && <i>{i === 1 ? "=" : "+"}</i>}
            <span data-term={word}>
              <b>{count(value)}</b>
              <small>
                {colour && <em style={{ background: `var(--iso-${colour})` }} />}
                {word}
              </small>
            </span>
          </Fragment>
        ))}
      </div>
      {closed.length > 0 && (
        <span className={classes.pill} data-good={good} data-testid="balance">
          <Icon name={good ? "ok" : "alert"} />
          {good
            ? `Balanced in ${balanced} of ${closed.length} closed hours`
            : `Not balanced in ${closed.length - balanced} of ${closed.length} closed hours`}
        </span>
      )}
      {dropped !== null && dropped.day > 0 && (
        <span className={classes.dropped}>
          <Icon name="alert" />
          {count(dropped.day)} dropped by the broker in 24 h, not included here
        </span>
      )}
      <span className={classes.messages}>
        {count(total.received)} messages received = {count(total.decoded)} decoded +{" "}
        {count(total.undecodable)} that could not be read
        {total.replayed > 0 && `; ${count(total.replayed)} rejects became readings by a replay`}
      </span>
      <span className={classes.rejects} data-testid="reject-sum">
        <em style={{ background: "var(--iso-out)" }} />
        {rejectSum(total)}
      </span>
    </div>
  );
}
