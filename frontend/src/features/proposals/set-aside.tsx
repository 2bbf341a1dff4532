"use client";
// Dismissing, ignoring and restoring the chosen channel, with what each means.
import { useChannelAction, type ChannelAction } from "@/data/api/proposals";
import { problemWords } from "@/data/problem-words";
import type { Proposal } from "@/domain/types";
import { Button } from "@/ui/button";
import { Note } from "@/ui/note";
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
  onDone,
}: {
  proposal: Proposal;
  onDone: (action: ChannelAction) => void;
}) {
  const set = useChannelAction();
  const { device, channel } = proposal;
  const actions = actionsFor(proposal);
  return (
    <section className={classes.aside} aria-label="Dismiss, ignore or restore">
      {actions.includes("dismiss") && <h3>Not needed?</h3>}
      {actions.map((action) => (
        <div key={action} className={classes.choice}>
          <Button
            size="sm"
            disabled={set.isPending}
            onClick={() =>
              set.mutate({ device, channel, action }, { onSuccess: () => onDone(action) })
            }
          >
            {CHOICES[action].label}
          </Button>
          <p>{CHOICES[action].what}</p>
        </div>
      ))}
      {set.isError && (
        <Note tone="bad" title="Not changed">
          {problemWords(set.error)}
        </Note>
      )}
    </section>
  );
}
