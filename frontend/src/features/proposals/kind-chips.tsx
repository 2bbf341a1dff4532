"use client";
// Which channels the page lists: proposed ones, or those that were set aside, with their numbers.
import { type ProposalKind, useProposals } from "@/data/api/proposals";
import { mayBeTemperature } from "@/domain/evidence";
import { Chip, Chips } from "@/ui/chip";

const NAMES: Record<Exclude<ProposalKind, "proposed">, string> = {
  dismissed: "Dismissed",
  expired: "Expired",
  ignored: "Ignored",
};
const KINDS = ["dismissed", "expired", "ignored"] as const;

/** The kind that an address asks for. */
export const kindOf = (word: string | null): ProposalKind =>
  KINDS.find((kind) => kind === word) ?? "proposed";

export function KindChips({
  kind,
  hidden,
  onChoose,
}: {
  kind: ProposalKind;
  /** How many were set aside, by kind. */
  hidden: Record<(typeof KINDS)[number], number>;
  onChoose: (kind: ProposalKind) => void;
}) {
  const proposed = useProposals({ often: false }).data;
  const shown = KINDS.filter((choice) => hidden[choice] > 0 || choice === kind);
  if (shown.length === 0) return null;
  return (
    <Chips label="Filter channels">
      <Chip
        pressed={kind === "proposed"}
        number={proposed?.items.filter(mayBeTemperature).length}
        onPress={() => onChoose("proposed")}
      >
        Proposed
      </Chip>
      {shown.map((choice) => (
        <Chip
          key={choice}
          pressed={kind === choice}
          number={hidden[choice]}
          onPress={() => onChoose(choice)}
        >
          {NAMES[choice]}
        </Chip>
      ))}
    </Chips>
  );
}
