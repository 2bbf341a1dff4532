// A state as icon and word; colour is only an additional cue.
import type { ReactNode } from "react";
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
  never: "never",
};

export function StateIcon({ state, size = 16 }: { state: State; size?: number }) {
  return (
    <span className={classes.icon} data-colour={COLOURS[state]}>
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
  return (
    <span
      className={classes.state}
      data-colour={COLOURS[state]}
      data-pill={pill || undefined}
      data-state={state}
    >
      <Icon name={ICONS[state]} />
      <span>
        {WORDS[state]}
        {extra}
      </span>
    </span>
  );
}
