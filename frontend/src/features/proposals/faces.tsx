// The faces of proposals when there is none, or none could be had.
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { ButtonLink } from "@/ui/button";
import { Face } from "@/ui/face";

export function NoProposals() {
  return (
    <Face icon="ok" title="Nothing is proposed" testId="empty">
      Every channel that sent something feeds a sensor. A channel nobody knows appears here within
      seconds of its first reading.
    </Face>
  );
}

export function NotForYou() {
  return (
    <Face
      icon="lock"
      level={1}
      title="Proposals are for operators"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      Installing a channel on a sensor needs the role operator at a site. Whoever manages the site
      can give it to you.
    </Face>
  );
}

export function ProposalsFailed({ error }: { error: unknown }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Face
      icon="alert"
      title="The proposals could not be loaded"
      note={problem?.requestId && `Request ${problem.requestId}`}
    >
      {problemWords(error)} The page asks again by itself. Readings are kept meanwhile.
    </Face>
  );
}
