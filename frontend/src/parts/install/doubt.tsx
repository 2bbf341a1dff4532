// What a channel's name says about it, and the question before it is installed all the same.
import type { NameEvidence } from "@/domain/types";
import { Note } from "@/ui/note";

export const INSTALL_ANYWAY = "Install it anyway";

/** The evidence, before somebody does anything. */
export function NameSays({ says }: { says: NameEvidence }) {
  return (
    <Note>
      {says.why}
      {!says.temperature && " Its readings are kept, whether it is installed or not."}
    </Note>
  );
}

/** The question; the form's button then installs. */
export function DoubtQuestion({ channel, says }: { channel: string; says: NameEvidence }) {
  return (
    <div role="alert" data-testid="doubt">
      <Note title={`Install ${channel} as a temperature?`}>
        {says.why} Its numbers would count as temperatures of the sensor, in its graph, statistics
        and excursions.
      </Note>
    </div>
  );
}
