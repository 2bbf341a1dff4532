"use client";
// Dismissing, ignoring and restoring the chosen channel, with what each means.
import { useChannelAction, useChannelsAction, type ChannelAction } from "@/data/api/proposals";
import { problemWords } from "@/data/problem-words";
import { mayBeTemperature } from "@/domain/evidence";
import type { Proposal } from "@/domain/types";
import { Button } from "@/ui/button";
import { Note } from "@/ui/note";
import { listWords } from "./words";
import classes from "./set-aside.module.css";

const CHOICES: Record<ChannelAction, { label: string; what: string }> = {
  dismiss: {
    label: "Dismiss",
    what: "Hides it here. Its readings are still stored, and it counts towards the 64 channels of its device.",
  },
  ignore: {
    label: "Ignore",
    what: "Stops storing its readings; they are only counted. It no longer counts towards the 64 channels.",
  },
  restore: { label: "Restore", what: "Proposes it again, with the readings that are stored." },
};

/** What can be done with a channel other than installing it. */
function actionsFor({ ignored, dismissed, expired }: Proposal): ChannelAction[] {
  if (ignored) return ["restore"];
  return dismissed === null && expired === null ? ["dismiss", "ignore"] : ["restore", "ignore"];
}

export function SetAside({
  proposal,
  alike,
  onDone,
}: {
  proposal: Proposal;
  /** The proposals of its device that are probably not temperatures. */
  alike: Proposal[];
  onDone: (action: ChannelAction, channels: string[]) => void;
}) {
  const set = useChannelAction();
  const together = useChannelsAction();
  const { device, channel } = proposal;
  const actions = actionsFor(proposal);
  const channels = alike.map((other) => other.channel);
  const error = set.error ?? together.error;
  return (
    <section className={classes.aside} aria-label="Dismiss, ignore or restore">
      {actions.includes("dismiss") && <h3>Not needed?</h3>}
      {actions.map((action) => (
        <div key={action} className={classes.choice}>
          <Button
            size="sm"
            disabled={set.isPending || together.isPending}
            onClick={() =>
              set.mutate(
                { device, channel, action },
                { onSuccess: () => onDone(action, [channel]) },
              )
            }
          >
            {CHOICES[action].label}
          </Button>
          <p>{CHOICES[action].what}</p>
        </div>
      ))}
      {actions.includes("dismiss") && channels.length > 1 && !mayBeTemperature(proposal) && (
        <div className={classes.choice}>
          <Button
            size="sm"
            disabled={set.isPending || together.isPending}
            onClick={() =>
              together.mutate(
                { device, channels, action: "dismiss" },
                { onSuccess: () => onDone("dismiss", channels) },
              )
            }
          >
            Dismiss all {channels.length}
          </Button>
          <p>
            Dismisses {listWords(channels)} of this device: by their names, probably no
            temperatures.
          </p>
        </div>
      )}
      {error && (
        <Note tone="bad" title="Not changed">
          {problemWords(error)}
        </Note>
      )}
    </section>
  );
}
