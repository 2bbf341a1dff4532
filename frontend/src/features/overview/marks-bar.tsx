"use client";
// The bar at the bottom of the screen while sensors are marked for comparison.
import { MOST_LINES } from "@/domain/compare-view";
import { count } from "@/domain/format";
import { Button, ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { compareHref, type Marks } from "./use-marks";
import classes from "./marks-bar.module.css";

export function MarksBar({ marks: { ids, full, clear } }: { marks: Marks }) {
  const words = full
    ? `${MOST_LINES} sensors are marked, the most that fit into one graph`
    : `${count(ids.length)} ${ids.length === 1 ? "sensor" : "sensors"} marked for comparison`;
  return (
    <>
      <div className="visually-hidden" role="status">
        {ids.length > 0 ? words : ""}
      </div>
      {ids.length > 0 && (
        <div className={classes.bar} data-testid="marks">
          <span className={classes.words}>{words}</span>
          <ButtonLink kind="primary" size="sm" href={compareHref(ids)}>
            <Icon name="compare" />
            Compare
          </ButtonLink>
          <Button kind="bare" size="sm" onClick={clear}>
            Clear <kbd>Esc</kbd>
          </Button>
        </div>
      )}
    </>
  );
}
