// What is probably not a temperature is installed only after a second, deliberate click.
import { useState } from "react";
import { mayBeTemperature } from "@/domain/evidence";
import type { Channel, Proposal } from "@/domain/types";

type Named = Pick<Proposal | Channel, "name_says">;

/** @param channel what is to be installed; undefined while nothing is chosen */
export function useDoubt(channel: Named | undefined) {
  const [asked, setAsked] = useState<Named | null>(null);
  const doubtful = channel !== undefined && !mayBeTemperature(channel);
  const told = asked !== null && asked.name_says?.why === channel?.name_says?.why;
  return {
    /** Whether the question is open now. */
    asking: doubtful && told,
    /** Whether it may be installed; asks first if that is doubtful. */
    confirmed: (): boolean => {
      if (!doubtful || told) return true;
      setAsked(channel);
      return false;
    },
  };
}
