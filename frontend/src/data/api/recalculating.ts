// Answers that worker is about to recalculate are asked for again until it has.
import { retryAfterFailure } from "./client";

export interface MaybeRecalculating {
  recalculating: boolean;
}

/** How often such an answer is asked for, if the live stream does not tell before. */
const AGAIN_MS = 5000;

const isRecalculating = (data: MaybeRecalculating | readonly MaybeRecalculating[] | undefined) =>
  data !== undefined && [data].flat().some(({ recalculating }) => recalculating);

/** Refetch interval of a query about a range: false once it has succeeded and nothing is recalculated. */
export function untilRecalculated(query: {
  state: {
    status: string;
    error: Error | null;
    data?: MaybeRecalculating | readonly MaybeRecalculating[];
  };
}): number | false {
  return isRecalculating(query.state.data) ? AGAIN_MS : retryAfterFailure(query);
}

/** Whether one of the answers that a page shows is about to be recalculated. */
export const anyRecalculating = (
  ...answers: (MaybeRecalculating | readonly MaybeRecalculating[] | undefined)[]
): boolean => answers.some(isRecalculating);
