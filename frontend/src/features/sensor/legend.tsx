// The graph's legend, with only the entries that occur in the data.
import { useId } from "react";
import { touching, type CorrectionKind } from "@/domain/correction";
import type { GraphData } from "@/domain/graph-data";
import { excursions } from "@/domain/exact-spans";
import { SET_ASIDE, SUSPECT } from "@/domain/quality";
import { Hatch } from "@/ui/hatch";
import classes from "./legend.module.css";

export function Legend({ data }: { data: GraphData }) {
  const hatch = useId();
  const doubted = data.marks.filter(({ quality }) => !(quality & SET_ASIDE));
  return (
    <div className={classes.legend} aria-hidden="true">
      <span>
        <i className={classes.average} />
        {data.bucket === null ? "readings" : "average"}
      </span>
      {data.bucket !== null && (
        <span>
          <i className={classes.band} />
          min to max
        </span>
      )}
      {data.limits.length > 0 && (
        <span>
          <svg width="20" height="12">
            <line
              x1="1"
              x2="19"
              y1="6"
              y2="6"
              stroke="var(--iso-out)"
              strokeWidth="1.250"
              strokeDasharray="6 4"
              opacity=".85"
            />
          </svg>
          limits
        </span>
      )}
      {excursions(data).length > 0 && (
        <span>
          <i className={classes.out} />
          out of range
        </span>
      )}
      {data.unknown.length > 0 && (
        <span>
          <svg width="20" height="12">
            <defs>
              <Hatch id={hatch} width={1.2} />
            </defs>
            <rect width="20" height="12" rx="2" fill={`url(#${hatch})`} />
          </svg>
          no data
        </span>
      )}
      {data.faults.length > 0 && (
        <span>
          <i className={classes.fault} />
          fault
        </span>
      )}
      {some(data, "set_aside") && (
        <span>
          <i className={classes.aside} />
          set aside
        </span>
      )}
      {some(data, "unit") && (
        <span>
          <i className={classes.read} />
          read in another unit
        </span>
      )}
      {some(data, "time") && (
        <span>
          <i className={classes.read} />
          shifted in time
        </span>
      )}
      {doubted.some(({ quality }) => quality & SUSPECT) && (
        <span className={classes.mark}>
          ↑<b>suspect</b>
        </span>
      )}
      {doubted.some(({ quality }) => !(quality & SUSPECT)) && (
        <span className={classes.mark}>
          ×<b>time unsure</b>
        </span>
      )}
    </div>
  );
}

const some = ({ corrected, marks, from, to }: GraphData, kind: CorrectionKind): boolean =>
  touching(corrected, from, to).some((span) => span.kind === kind && !span.left) ||
  (kind === "set_aside" && marks.some(({ quality }) => quality & SET_ASIDE));
