"use client";
// A sensor's corrections: what was done to which readings, by whom, when and why; operators undo them.
import { useState } from "react";
import { useCorrections } from "@/data/api/corrections";
import { useMe } from "@/data/api/me";
import { isActive } from "@/domain/correction";
import { byWords, doneWords } from "@/domain/correction-words";
import { around } from "@/domain/focus";
import { may } from "@/domain/roles";
import type { Correction, Sensor } from "@/domain/types";
import { momentWords } from "@/parts/install/installation-words";
import { Written } from "@/parts/moment";
import { clock } from "@/time/moment";
import { rangeQuery } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import { offset, startOfDay } from "@/time/zone";
import { Button } from "@/ui/button";
import { Split } from "@/ui/card";
import { Cell } from "@/ui/cell";
import { Checkbox } from "@/ui/checkbox";
import { PageLink } from "@/ui/page-link";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { DatedFailed, DatedTable } from "./dated-table";
import { UndoCorrection } from "./undo-correction";
import classes from "./installations.module.css";
import own from "./corrections.module.css";

/** The end of a stretch: its clock alone on the day on which it begins, unless the zone's offset changes. */
function untilWords({ from, to }: Pick<Correction, "from" | "to">, zone: string): string {
  const same = offset(from, zone) === offset(to, zone);
  return same && startOfDay(from, zone) === startOfDay(to, zone)
    ? clock(to, zone, to % 60_000 !== 0)
    : momentWords(to, zone);
}

const capital = (text: string) => (text[0] ?? "").toUpperCase() + text.slice(1);

export function Corrections({
  sensor,
  zone,
  onCorrect,
}: {
  sensor: Sensor;
  zone: string;
  /** Opens a correction of the stretch in view. */
  onCorrect: () => void;
}) {
  const operator = may(useMe().data, "operator", sensor.site);
  const [undone, setUndone] = useState(false);
  const [undoing, setUndoing] = useState<number | null>(null);
  const list = useCorrections(sensor.id, undone);
  const items = list.data?.pages.flatMap((page) => page.items);
  if (!items)
    return list.error ? (
      <DatedFailed title="The corrections could not be loaded" error={list.error} />
    ) : (
      <SkeletonRows rows={3} />
    );
  const chosen = items.find(({ id }) => id === undoing);
  return (
    <Split
      label="Corrections"
      card={
        chosen && (
          <UndoCorrection
            key={chosen.id}
            sensor={sensor}
            of={chosen}
            zone={zone}
            onDone={() => setUndoing(null)}
          />
        )
      }
    >
      <div className={classes.head}>
        <p>
          Readings that people set aside, converted from another unit or shifted in time, newest
          first. What the device sent is kept, and every correction can be undone.
        </p>
        {operator && <Button onClick={onCorrect}>Correct readings…</Button>}
      </div>
      <div className={own.filter}>
        <Checkbox checked={undone} onChange={setUndone}>
          Show undone corrections
        </Checkbox>
      </div>
      {items.length === 0 ? (
        <Placeholder icon="ok" title="No corrections">
          {operator
            ? "Every reading counts as it was sent. Zoom the graph to a stretch to correct it."
            : "Every reading counts as it was sent."}
        </Placeholder>
      ) : (
        <DatedTable
          testId="corrections"
          zone={zone}
          changing={operator}
          head={
            <>
              <th scope="col">What</th>
              <th scope="col">Readings</th>
              <th scope="col">Reason</th>
              <th scope="col">By</th>
            </>
          }
        >
          {items.map((of) => (
            <Row
              key={of.id}
              of={of}
              zone={zone}
              operator={operator}
              chosen={of.id === undoing}
              onUndo={() => setUndoing(of.id)}
            />
          ))}
        </DatedTable>
      )}
      {list.hasNextPage && (
        <Button
          size="sm"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show older corrections
        </Button>
      )}
    </Split>
  );
}

function Row({
  of,
  zone,
  operator,
  chosen,
  onUndo,
}: {
  of: Correction;
  zone: string;
  operator: boolean;
  chosen: boolean;
  onUndo: () => void;
}) {
  const at = (time: number) => (
    <Written at={time} zone={zone}>
      {momentWords(time, zone)}
    </Written>
  );
  const minute = (time: number) => time - (time % 60_000);
  const by = of.kind === "time" ? (of.shift_ms ?? 0) : 0;
  const shown = around({ from: of.from + by, to: of.to + by }, serverNow());
  return (
    <tr data-correction={of.id} data-undone={!isActive(of) || undefined} aria-selected={chosen}>
      <th scope="row">
        <span className={table.name}>{capital(doneWords(of))}</span>
        {of.undone_at !== null && (
          <span className={own.note}>
            undone by {of.undone_by_name ?? of.undone_by}, {at(minute(of.undone_at))}
            {of.undo_reason !== null && <q>{of.undo_reason}</q>}
          </span>
        )}
      </th>
      <Cell label="Readings" className={own.wrap}>
        <PageLink className="link" href={`?${rangeQuery(shown)}`}>
          {at(of.from)} until{" "}
          <Written at={of.to} zone={zone}>
            {untilWords(of, zone)}
          </Written>
        </PageLink>
      </Cell>
      <Cell label="Reason" className={own.wrap}>
        {of.reason}
      </Cell>
      <Cell label="By">
        <span>
          {byWords(of)}
          <span className={own.note}>{at(minute(of.at))}</span>
        </span>
      </Cell>
      {operator && (
        <td className={classes.change}>
          {isActive(of) && (
            <Button
              kind="bare"
              size="sm"
              aria-label={`Undo: ${doneWords(of)}, ${momentWords(of.from, zone)}`}
              onClick={onUndo}
            >
              Undo
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
