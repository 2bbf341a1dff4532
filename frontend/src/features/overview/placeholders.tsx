"use client";
// The overview without matches, or after a failed request.
import { ApiProblem } from "@/data/api/http";
import { failedTitle } from "@/data/problem-words";
import { Again } from "@/parts/session/again";
import { count } from "@/domain/format";
import { Button } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";
import type { Filter } from "./filter";
import { emptyWords } from "./words";

export function NoMatch({
  filter,
  total,
  onAll,
}: {
  filter: Filter;
  total: number;
  onAll: () => void;
}) {
  const [title, text] = emptyWords(filter, total);
  return (
    <Placeholder
      icon="filter"
      title={title}
      actions={<Button onClick={onAll}>Show all {count(total)}</Button>}
    >
      {text}
    </Placeholder>
  );
}

export function Unreachable({ error }: { error: unknown }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Placeholder
      icon="alert"
      title={failedTitle(error, "The overview could not be loaded")}
      actions={<Again error={error} />}
      level={1}
      note={problem?.requestId && `Request ${problem.requestId}`}
    >
      The page retries every few seconds. Whether readings are stored does not depend on this page.
    </Placeholder>
  );
}
