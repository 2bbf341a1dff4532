// What lies outside the vertical axis, in words below the graph, and the choice to show all.
import { Button } from "@/ui/button";
import type { Model } from "./model";
import { outsideWords, type Outside } from "./outside";
import type { Span } from "./span";
import classes from "./graph.module.css";

export function OutsideNote({
  model,
  all,
  onAll,
  onCorrect,
}: {
  model: Model;
  all: boolean;
  onAll: (all: boolean) => void;
  /** Opens a correction of a stretch; absent where the user may make none. */
  onCorrect?: (stretch: Span) => void;
}) {
  if (!model.wild) return null;
  const [wild, ...more] = model.outside.filter(({ aside }) => !aside);
  return (
    <div className={classes.outside} data-testid="outside-axis">
      <span role="status">
        {all ? "The axis shows all values." : `${outsideWords(model.outside, model)}.`}
      </span>
      <Button size="sm" aria-pressed={all} onClick={() => onAll(!all)}>
        {all ? "Fit the axis to plausible values" : "Show all values"}
      </Button>
      {onCorrect && wild && more.length === 0 && (
        <Button size="sm" onClick={() => onCorrect(readingOf(wild))}>
          Set this reading aside…
        </Button>
      )}
    </div>
  );
}

/** The stretch of a value outside the axis: its point's, or the reading's alone. */
const readingOf = ({ point, time }: Outside): Span => {
  const from = point?.from ?? time;
  return { from, to: Math.max(point?.to ?? 0, from + 1) };
};
