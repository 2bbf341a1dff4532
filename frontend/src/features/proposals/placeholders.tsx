// Proposals without entries, without access, or after a failed request.
import { ApiProblem } from "@/data/api/http";
import { useMe } from "@/data/api/me";
import type { ProposalKind } from "@/data/api/proposals";
import { mayAnywhere } from "@/domain/roles";
import { Icon } from "@/ui/icon";
import { problemWords } from "@/data/problem-words";
import { ButtonLink } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";

const NONE = {
  dismissed: ["Nothing is dismissed", "Dismissed proposals are listed here."],
  expired: ["Nothing has expired", "Proposals that are silent for days are listed here."],
  ignored: ["Nothing is ignored", "Ignored channels are listed here."],
} as const;

export function NoProposals({ kind }: { kind: ProposalKind }) {
  const me = useMe().data;
  if (kind !== "proposed")
    return (
      <Placeholder icon="ok" title={NONE[kind][0]} testId="empty">
        {NONE[kind][1]}
      </Placeholder>
    );
  return (
    <Placeholder
      icon="ok"
      title="No proposals"
      testId="empty"
      actions={
        mayAnywhere(me, "manager") && (
          <ButtonLink href="/devices/connect">
            <Icon name="plus" />
            Connect a device
          </ButtonLink>
        )
      }
    >
      A channel that sends readings but supplies no sensor yet waits here to be installed on one. It
      appears within seconds of its first reading.
    </Placeholder>
  );
}

export function NotForYou() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="Proposals are for operators"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      You need the operator role at a site to install a channel on a sensor. A site manager can give
      it to you.
    </Placeholder>
  );
}

export function ProposalsFailed({ error }: { error: unknown }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Placeholder
      icon="alert"
      title="The proposals could not be loaded"
      note={problem?.requestId && `Request ${problem.requestId}`}
    >
      {problemWords(error)} The page retries automatically. Readings are stored without this page.
    </Placeholder>
  );
}
