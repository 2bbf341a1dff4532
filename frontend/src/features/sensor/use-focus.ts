// The excursion that the view is zoomed to, as the address holds it, and links to others and back.
import { useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";
import { around, focusParams, parseFocus, rangeBack, type Span } from "@/domain/focus";
import { viewQuery, withoutFocus } from "@/domain/view-link";
import type { Excursion } from "@/domain/types";
import { rangeWords } from "@/parts/range/range-bar";
import type { RangeControl } from "@/parts/range/use-range";
import { PRESETS, follows, type Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";

interface LinkProps {
  href: string;
  onClick: (event: MouseEvent) => void;
}

export interface Focus {
  /** The span that the table is limited to; null if it shows the whole range. */
  span: Span | null;
  isOn: (excursion: Excursion) => boolean;
  linkTo: (excursion: Excursion) => LinkProps;
  linkBack: LinkProps;
  /** The same range with all rows. */
  linkAll: LinkProps;
  /** "Back to 24 h" */
  backWords: (zone: string) => string;
}

/** Another tab or window is for the browser to open. */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

export function useFocus(control: RangeControl): Focus {
  const search = new URLSearchParams(useSearchParams());
  const { range } = control;
  const focus = parseFocus(search);
  const span =
    focus && !follows(range) && focus.from < range.to && focus.to > range.from ? focus : null;
  const link = (next: Range, extra: Record<string, string>): LinkProps => ({
    href: `?${viewQuery(withoutFocus(search.toString()), next, extra)}`,
    onClick: (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      control.show(next, false, extra);
    },
  });
  const from = span ? rangeBack(search, span, serverNow()) : range;
  return {
    span,
    isOn: (excursion) => span !== null && excursion.from < span.to && excursion.to > span.from,
    linkTo: (excursion) => link(around(excursion, serverNow()), focusParams(excursion, from)),
    linkBack: link(from, {}),
    linkAll: link(range, {}),
    backWords: (zone) => `Back to ${backName(from, zone)}`,
  };
}

function backName(range: Range, zone: string): string {
  if (!follows(range)) return rangeWords(range.from, range.to, zone, true, serverNow());
  return `the last ${PRESETS.find(({ key }) => key === range.follow)?.label ?? ""}`;
}
