// The range in view during a gesture: the loaded data is drawn at the new range until the gesture
// ends and the data of that range has loaded.
import { useRef, useState } from "react";
import { serverNow } from "@/time/server-clock";
import { shown, type Span } from "./span";

interface Held extends Span {
  /** The range that the page showed when the gesture ended; null during it. */
  since: string | null;
}

const nameOf = ({ from, to }: Span) => `${from}-${to}`;

export function useHeldSpan(pageSpan: Span, onRange: (from: number, to: number) => void) {
  const [held, setHeld] = useState<Held | null>(null);
  const now = useRef<Held | null>(null);
  // After the gesture, the span is held until the page shows another range.
  const valid = held && (held.since === null || held.since === nameOf(pageSpan)) ? held : null;
  const keep = (next: Held | null) => {
    now.current = next;
    setHeld(next);
  };
  const current = (): Span => {
    const moved = now.current;
    return moved && (moved.since === null || moved.since === nameOf(pageSpan)) ? moved : pageSpan;
  };
  return {
    span: valid ?? pageSpan,
    moving: valid !== null,
    current,
    move: (span: Span) => keep({ ...shown(span, serverNow()), since: null }),
    rest: () => {
      const moved = now.current;
      if (moved?.since !== null) return;
      keep(nameOf(moved) === nameOf(pageSpan) ? null : { ...moved, since: nameOf(pageSpan) });
      onRange(moved.from, moved.to);
    },
  };
}
