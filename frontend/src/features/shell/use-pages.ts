// The pages that the user may open, and the number of proposals for the badge.
import { useMe } from "@/data/api/me";
import { useProposals } from "@/data/api/proposals";
import { mayBeTemperature } from "@/domain/evidence";
import { mayAnywhere } from "@/domain/roles";
import type { Page } from "./pages";

export function usePages(pages: Page[]): Page[] {
  const me = useMe().data;
  return pages.filter(
    ({ role, admin }) =>
      (role === undefined || mayAnywhere(me, role)) && (!admin || me?.admin === true),
  );
}

/** "3", "99+", or null for zero. */
export const badge = (number: number, more: boolean): string | null =>
  number === 0 ? null : more || number > 99 ? "99+" : String(number);

export function useProposalBadge(): string | null {
  const me = useMe().data;
  const proposals = useProposals({ often: false, enabled: mayAnywhere(me, "operator") }).data;
  if (!proposals) return null;
  // what is probably not a temperature comes last, and nobody has to act on it
  const likely = proposals.items.filter(mayBeTemperature).length;
  return badge(likely, proposals.next !== null && likely === proposals.items.length);
}
