"use client";
// That a channel is proposed, dismissed or ignored, and what can be done about it.
import { useChannelAction } from "@/data/api/proposals";
import { problemWords } from "@/data/problem-words";
import type { Channel } from "@/domain/types";
import { Button } from "@/ui/button";
import table from "@/ui/table.module.css";
import classes from "./channels.module.css";

/** The state of a channel in words; null for one that is or was installed. */
export function stateWords({ state, dismissed }: Channel): string | null {
  if (state === "ignored") return "ignored: counted, not stored";
  if (state === "proposed") return dismissed === null ? "proposed" : "proposal dismissed";
  return null;
}

export function ChannelState({ channel, device }: { channel: Channel; device: string }) {
  const set = useChannelAction();
  const words = stateWords(channel);
  const hidden = channel.ignored || channel.dismissed !== null;
  const installed = channel.installations.some(({ to }) => to === null);
  const action = hidden ? "restore" : "ignore";
  return (
    <>
      {words !== null && <span className={table.under}>{words}</span>}
      {!installed && (
        <span className={`${classes.actions} ${classes.bare}`}>
          <Button
            kind="bare"
            size="sm"
            aria-label={`${hidden ? "Restore" : "Ignore"} ${channel.name}`}
            title={hidden ? undefined : "Stop storing its readings; they are only counted"}
            disabled={set.isPending}
            onClick={() => set.mutate({ device, channel: channel.name, action })}
          >
            {hidden ? "Restore" : "Ignore"}
          </Button>
        </span>
      )}
      {set.isError && (
        <span className={classes.hint} role="alert">
          {problemWords(set.error)}
        </span>
      )}
    </>
  );
}
