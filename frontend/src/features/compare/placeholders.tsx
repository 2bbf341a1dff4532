"use client";
// The compare page without sensors, with missing sensors, or without a graph.
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { Again } from "@/parts/session/again";
import { count } from "@/domain/format";
import { Button } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";
import { Note } from "@/ui/note";

export function NothingYet({ onAdd }: { onAdd: () => void }) {
  return (
    <Placeholder
      icon="compare"
      title="No sensors chosen yet"
      actions={
        <Button kind="primary" onClick={onAdd}>
          Add a sensor
        </Button>
      }
      testId="nothing-compared"
    >
      Choose up to 8 sensors to see them in one graph on one axis. On the overview, press x to mark
      sensors for comparison.
    </Placeholder>
  );
}

/** Sensors of the address that do not exist or that the user may not see; the server does not distinguish. */
export function Missing({ ids, onRemove }: { ids: string[]; onRemove: () => void }) {
  const single = ids.length === 1;
  return (
    <Note
      title={
        single
          ? "One of these sensors is not shown"
          : `${count(ids.length)} of these sensors are not shown`
      }
      actions={
        <span>
          <Button size="sm" onClick={onRemove}>
            Remove {single ? "it" : "them"}
          </Button>
        </span>
      }
    >
      {ids.join(", ")}: removed, or at a site you have no access to.
    </Note>
  );
}

export function CompareFailed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Placeholder
      icon="alert"
      title="This graph could not be loaded"
      actions={<Again error={error} onAgain={onAgain} />}
      note={problem?.requestId ? `Request ${problem.requestId}` : null}
    >
      {problem && `${problemWords(problem)} `}Your sensors, range and settings are kept.
    </Placeholder>
  );
}
