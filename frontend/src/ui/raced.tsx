// A conflict with someone else's edit: the current value, one's own, and the choice between them.
import type { ReactNode } from "react";
import { Button } from "./button";
import { Actions } from "./field";
import classes from "./note.module.css";

export function Raced({
  what,
  children,
  onKeep,
  onSet,
  busy,
}: {
  what: string;
  children: ReactNode;
  onKeep: () => void;
  onSet: () => void;
  busy: boolean;
}) {
  return (
    <div className={classes.note} role="alert" data-testid="raced">
      <h3>{what} changed in the meantime</h3>
      {children}
      <Actions>
        <Button size="sm" onClick={onKeep}>
          Keep theirs
        </Button>
        <Button size="sm" kind="primary" disabled={busy} onClick={onSet}>
          Use mine
        </Button>
      </Actions>
    </div>
  );
}
