"use client";
// What was just done with a channel: installed, or set aside, which can be undone.
import Link from "next/link";
import { useChannelAction, type ChannelAction } from "@/data/api/proposals";
import { problemWords } from "@/data/problem-words";
import type { Done } from "@/parts/install/use-install-form";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { DONE } from "./words";

export type JustDone = Done | { device: string; channel: string; action: ChannelAction };

export function DoneNote({ done, onUndone }: { done: JustDone; onUndone: () => void }) {
  const undo = useChannelAction();
  const { device, channel } = done;
  if (!("action" in done))
    return (
      <Note tone="good">
        {channel} of {device} now supplies <Link href={`/sensors/${done.sensor}`}>{done.name}</Link>
        .
      </Note>
    );
  return (
    <>
      <Note
        tone="good"
        actions={
          done.action !== "restore" && (
            <Actions>
              <Button
                size="sm"
                disabled={undo.isPending}
                onClick={() =>
                  undo.mutate({ device, channel, action: "restore" }, { onSuccess: onUndone })
                }
              >
                Undo
              </Button>
            </Actions>
          )
        }
      >
        {channel} of {device} {DONE[done.action]}
      </Note>
      {undo.isError && (
        <Note tone="bad" title="Not undone">
          {problemWords(undo.error)}
        </Note>
      )}
    </>
  );
}
