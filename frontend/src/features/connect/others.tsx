"use client";
// What a device sends beside temperatures: nothing waits for it, and it can be dismissed at once.
import { useChannelsAction } from "@/data/api/proposals";
import { problemWords } from "@/data/problem-words";
import type { Proposal } from "@/domain/types";
import { keyOf } from "@/parts/install/words";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";

export function Others({
  of,
  onChoose,
}: {
  of: Proposal[];
  /** Somebody wants to install one of them all the same. */
  onChoose: (key: string) => void;
}) {
  const dismiss = useChannelsAction();
  const device = of[0]?.device ?? "";
  const channels = of.map(({ channel }) => channel);
  return (
    <div data-testid="others">
      <Note
        title="It also sends values that are probably not temperatures"
        actions={
          <Actions>
            <Button
              size="sm"
              disabled={dismiss.isPending}
              onClick={() => dismiss.mutate({ device, channels, action: "dismiss" })}
            >
              {of.length === 1 ? "Dismiss it" : `Dismiss all ${of.length}`}
            </Button>
            {of.map((proposal) => (
              <Button
                key={proposal.channel}
                kind="bare"
                size="sm"
                onClick={() => onChoose(keyOf(proposal))}
              >
                Install {proposal.channel}
              </Button>
            ))}
          </Actions>
        }
      >
        {of.map(({ name_says: says }) => says?.why).join(" ")} Its readings are kept.
      </Note>
      {dismiss.isError && (
        <Note tone="bad" title="Not dismissed">
          {problemWords(dismiss.error)}
        </Note>
      )}
    </div>
  );
}
