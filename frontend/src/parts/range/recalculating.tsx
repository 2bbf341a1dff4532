// Says quietly that figures and curve are about to change, because history is being recalculated.
import { Icon } from "@/ui/icon";
import classes from "./recalculating.module.css";

export function Recalculating({ active }: { active: boolean }) {
  return (
    <span role="status" className={classes.note} data-testid="recalculating">
      {active && (
        <span className={classes.pill} title="Figures and curve are updated once it is done">
          <Icon name="replay" size={14} />
          Recalculating after a change…
        </span>
      )}
    </span>
  );
}
