// What lies outside the vertical axis, in words below the graph, and the choice to show all.
import { Button } from "@/ui/button";
import type { Model } from "./model";
import { outsideWords } from "./outside";
import classes from "./graph.module.css";

export function OutsideNote({
  model,
  all,
  onAll,
}: {
  model: Model;
  all: boolean;
  onAll: (all: boolean) => void;
}) {
  if (!model.wild) return null;
  return (
    <div className={classes.outside} data-testid="outside-axis">
      <span role="status">
        {all ? "The axis shows all values." : `${outsideWords(model.outside, model)}.`}
      </span>
      <Button size="sm" aria-pressed={all} onClick={() => onAll(!all)}>
        {all ? "Fit the axis to plausible values" : "Show all values"}
      </Button>
    </div>
  );
}
