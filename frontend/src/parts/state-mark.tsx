// A state as icon and word; colour is only an additional cue.
import type { ReactNode } from "react";
import { useAsOfWords } from "@/data/live/as-of";
import { COLOURS, WORDS } from "@/domain/state";
import type { State } from "@/domain/types";
import { Icon, type IconName } from "@/ui/icon";
import classes from "./state-mark.module.css";

const ICONS: Record<State, IconName> = {
  in_range: "ok",
  no_limits: "unjudged",
  above: "above",
  below: "below",
  silent: "silent",
  fault: "fault",
  suspect: "suspect",
  never: "never",
};

export function StateIcon({ state, size = 16 }: { state: State; size?: number }) {
  const asOf = useAsOfWords();
  return (
    <span
      className={classes.icon}
      data-colour={COLOURS[state]}
      data-current
      title={asOf ?? undefined}
    >
      <Icon name={ICONS[state]} size={size} />
    </span>
  );
}

export function StateMark({
  state,
  pill = false,
  extra,
}: {
  state: State;
  pill?: boolean;
  extra?: ReactNode;
}) {
  const asOf = useAsOfWords();
  return (
    <span
      className={classes.state}
      data-colour={COLOURS[state]}
      data-pill={pill || undefined}
      data-state={state}
      data-current
      title={asOf ?? undefined}
    >
      <Icon name={ICONS[state]} />
      <span>
        {WORDS[state]}
        {extra}
        {pill && asOf && `, ${asOf}`}
      </span>
    </span>
  );
}
