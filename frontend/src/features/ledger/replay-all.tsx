// Replays all rejects that can be replayed, after saying how many, and why not the others.
import { count } from "@/domain/format";
import type { Replayable } from "@/domain/types";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { replayableWords } from "./replay-words";
import classes from "./rejects.module.css";

export function ReplayAll({
  of,
  busy,
  onReplay,
}: {
  of: Replayable;
  busy: boolean;
  onReplay: () => void;
}) {
  const rest = of.of - of.matched;
  return (
    <div className={classes.all} data-testid="replayable">
      {rest === 0 ? (
        <span>{replayableWords(of)}</span>
      ) : (
        <details>
          <summary>
            {replayableWords(of)}. Why not {of.matched === 0 ? "" : "the others"}
          </summary>
          <ul>
            {of.skipped.map((skipped) => (
              <li key={skipped.why_not} data-why={skipped.why_not}>
                <b>{count(skipped.count)}</b> {skipped.text}
              </li>
            ))}
          </ul>
        </details>
      )}
      {of.matched > 0 && (
        <Button size="sm" disabled={busy} onClick={onReplay}>
          <Icon name="replay" />
          Replay {count(of.matched)}
        </Button>
      )}
    </div>
  );
}
