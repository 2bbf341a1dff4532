// The table of rejects: time, reason, source and payload.
import type { Reject } from "@/domain/types";
import { clock, near } from "@/time/moment";
import { serverNow } from "@/time/server-clock";
import { Button } from "@/ui/button";
import { Cell } from "@/ui/cell";
import { Icon } from "@/ui/icon";
import table from "@/ui/table.module.css";
import { Moment, Written } from "@/parts/moment";
import { canReplay } from "./replay-words";
import classes from "./rejects.module.css";

export function RejectTable({
  rejects,
  chosen,
  zone,
  busy,
  onChoose,
  onReplay,
}: {
  rejects: Reject[];
  chosen: number | null;
  zone: string;
  busy: boolean;
  onChoose: (id: number) => void;
  onReplay: ((id: number) => void) | null;
}) {
  return (
    <table className={`${classes.table} ${table.list}`} data-testid="rejects">
      <thead>
        <tr>
          <th scope="col">Received</th>
          <th scope="col">Reason</th>
          <th scope="col">Device / channel</th>
          <th scope="col">Payload</th>
          {onReplay && (
            <th scope="col" className={classes.replay}>
              <span className="visually-hidden">Replay</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rejects.map((reject) => (
          <tr
            key={reject.id}
            data-reason={reject.reason}
            aria-selected={reject.id === chosen}
            onClick={() => onChoose(reject.id)}
          >
            <Cell label="Received">
              <button type="button" className={classes.open} onClick={() => onChoose(reject.id)}>
                <Written at={reject.received} zone={zone}>
                  {`${near(reject.received, serverNow(), zone)}:${clock(reject.received, zone, true).slice(-2)}`}
                </Written>
              </button>
            </Cell>
            <Cell label="Reason">{reject.title}</Cell>
            <Cell label="Device / channel">
              <code>
                {reject.device === null || reject.channel === null
                  ? reject.topic
                  : `${reject.device}/${reject.channel}`}
              </code>
            </Cell>
            <Cell label="Payload">
              <code>{reject.payload_text ?? reject.payload_hex}</code>
            </Cell>
            {onReplay && (
              <td className={classes.replay}>
                {reject.replayed !== null && (
                  <span className={classes.done}>
                    <Icon name="ok" />
                    replayed <Moment at={reject.replayed} zone={zone} />
                  </span>
                )}
                {canReplay(reject) && (
                  <Button
                    kind="bare"
                    size="sm"
                    disabled={busy}
                    onClick={(event) => {
                      event.stopPropagation();
                      onReplay(reject.id);
                    }}
                  >
                    <Icon name="replay" />
                    Replay
                  </Button>
                )}
                {!canReplay(reject) && reject.replayed === null && (
                  <span className={classes.cannot} title={reject.why_not_text ?? undefined}>
                    not replayable
                  </span>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
