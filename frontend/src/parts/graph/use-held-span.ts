// The range in view while a hand moves it: the picture goes along, and what was loaded last stays,
// stretched, until the hand rests and the finer answer comes.
import { useRef, useState } from "react";
import { serverNow } from "@/time/server-clock";
import { shown, type Span } from "./span";

interface Held extends Span {
  /** The range that was in view when the hand rested; null while it moves. */
  since: string | null;
}

const nameOf = ({ from, to }: Span) => `${from}-${to}`;

export function useHeldSpan(asked: Span, onRange: (from: number, to: number) => void) {
  const [held, setHeld] = useState<Held | null>(null);
  const now = useRef<Held | null>(null);
  // Once asked for, it is held until the page shows another range than it did.
  const valid = held && (held.since === null || held.since === nameOf(asked)) ? held : null;
  const keep = (next: Held | null) => {
    now.current = next;
    setHeld(next);
  };
  const current = (): Span => {
    const moved = now.current;
    return moved && (moved.since === null || moved.since === nameOf(asked)) ? moved : asked;
  };
  return {
    span: valid ?? asked,
    moving: valid !== null,
    current,
    move: (wish: Span) => keep({ ...shown(wish, serverNow()), since: null }),
    rest: () => {
      const moved = now.current;
      if (moved?.since !== null) return;
      keep(nameOf(moved) === nameOf(asked) ? null : { ...moved, since: nameOf(asked) });
      onRange(moved.from, moved.to);
    },
  };
}
