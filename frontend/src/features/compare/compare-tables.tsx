"use client";
// The graph as a table: the rows of one line at a time, as on a sensor's page.
import { useState } from "react";
import type { Unit } from "@/domain/types";
import { SelectField } from "@/ui/field";
import type { GraphLine } from "@/parts/graph/line";
import { SeriesTable } from "@/parts/series-table";
import { SkeletonRows } from "@/ui/skeleton";
import classes from "./compare-page.module.css";

const nameOf = ({ name, full = name, place, shift }: GraphLine) =>
  shift ? `${full}, ${place ?? ""}` : full;

export function CompareTables({
  lines,
  unit,
  zone,
}: {
  lines: GraphLine[];
  unit: Unit;
  zone: string;
}) {
  const [wanted, setWanted] = useState<string | null>(null);
  const line = lines.find(({ key }) => key === wanted) ?? lines[0];
  if (!line) return <SkeletonRows rows={4} />;
  return (
    <section aria-label="Table">
      <div className={classes.which}>
        <SelectField
          label="Rows for"
          value={line.key}
          onChange={(event) => setWanted(event.target.value)}
        >
          {lines.map((line) => (
            <option key={line.key} value={line.key}>
              {nameOf(line)}
            </option>
          ))}
        </SelectField>
      </div>
      <SeriesTable key={line.key} name={nameOf(line)} data={line.data} unit={unit} zone={zone} />
    </section>
  );
}
