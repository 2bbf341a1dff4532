// Rejects and ledger without entries, without access, or after a failed request.
import { failedTitle } from "@/data/problem-words";
import { Again } from "@/parts/session/again";
import { ApiProblem } from "@/data/api/http";
import { count } from "@/domain/format";
import { rejectSum } from "@/domain/reject-words";
import type { LedgerCounts } from "@/domain/types";
import { Placeholder } from "@/ui/placeholder";

export function NoRejects({
  total,
  hours,
  filter,
}: {
  total: LedgerCounts | null;
  hours: number;
  filter: "reason" | "device" | null;
}) {
  if (filter === "device")
    return (
      <Placeholder icon="filter" title="No rejects of this device">
        A device’s rejects are shown to operators of its home site.
      </Placeholder>
    );
  if (filter === "reason")
    return (
      <Placeholder icon="filter" title="No rejects for this reason">
        Choose All to see rejects for other reasons.
      </Placeholder>
    );
  const last =
    hours === 1
      ? "in this hour"
      : hours <= 24
        ? `in the last ${hours} hours`
        : `in the last ${hours / 24} days`;
  if (total !== null && total.rejects > 0 && hours > 1) {
    return (
      <Placeholder icon="lock" title="You cannot see any rejects">
        {rejectSum(total)} {last}. A device’s rejects are shown to operators of its home site.
      </Placeholder>
    );
  }
  return (
    <Placeholder icon="ok" title="Nothing was rejected">
      {total !== null &&
        hours > 1 &&
        `${count(total.received)} messages were received ${last} and none was rejected.`}
    </Placeholder>
  );
}

export function LedgerFailed({ error }: { error: unknown }) {
  return (
    <Placeholder
      icon="alert"
      title={failedTitle(error, "The ledger could not be loaded")}
      actions={<Again error={error} />}
    >
      The page retries automatically.
    </Placeholder>
  );
}

export function RejectsFailed({ error }: { error: unknown }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Placeholder
      icon="alert"
      title="The rejects could not be loaded"
      note={problem?.requestId && `Request ${problem.requestId}`}
    >
      {problem?.detail ?? problem?.title}
    </Placeholder>
  );
}
