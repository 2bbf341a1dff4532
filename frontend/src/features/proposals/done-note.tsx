"use client";
// What was just done with a channel: installed, or set aside, which can be undone.
import Link from "next/link";
import { useChannelsAction, type ChannelAction } from "@/data/api/proposals";
import { problemWords } from "@/data/problem-words";
import type { Done } from "@/parts/install/use-install-form";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { doneWords, listWords } from "./words";

export type JustDone = Done | { device: string; channels: string[]; action: ChannelAction };

export function DoneNote({ done, onUndone }: { done: JustDone; onUndone: () => void }) {
  const undo = useChannelsAction();
  const { device } = done;
  if (!("action" in done))
    return (
      <Note tone="good">
        {done.channel} of {device} now supplies{" "}
        <Link href={`/sensors/${done.sensor}`}>{done.name}</Link>.
      </Note>
    );
  const { channels, action } = done;
  return (
    <>
      <Note
        tone="good"
        actions={
          action !== "restore" && (
            <Actions>
              <Button
                size="sm"
                disabled={undo.isPending}
                onClick={() =>
                  undo.mutate({ device, channels, action: "restore" }, { onSuccess: onUndone })
                }
              >
                Undo
              </Button>
            </Actions>
          )
        }
      >
        {listWords(channels)} of {device} {doneWords(action, channels.length)}
      </Note>
      {undo.isError && (
        <Note tone="bad" title="Not undone">
          {problemWords(undo.error)}
        </Note>
      )}
    </>
  );
}
