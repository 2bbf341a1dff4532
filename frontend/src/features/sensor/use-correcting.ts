// Which stretch is being corrected, and what was corrected last.
import { useState } from "react";
import type { Span } from "@/domain/focus";
import type { GraphData } from "@/domain/graph-data";
import type { Correction } from "@/domain/types";
import { serverNow } from "@/time/server-clock";
import { roundedOut } from "./correction-stretch";

export interface Correcting {
  stretch: Span | null;
  /** What was made last on this page; null if nothing was, or if another one is being made. */
  made: Correction | null;
  /** Open the dialog with a stretch, rounded to whole seconds between the readings of the data. */
  start: (stretch: Span, data: GraphData | null) => void;
  close: () => void;
  done: (correction: Correction) => void;
}

export function useCorrecting(): Correcting {
  const [stretch, setStretch] = useState<Span | null>(null);
  const [made, setMade] = useState<Correction | null>(null);
  return {
    stretch,
    made,
    start: (span, data) => {
      setMade(null);
      setStretch(roundedOut(span, data, serverNow()));
    },
    close: () => setStretch(null),
    done: (correction) => {
      setStretch(null);
      setMade(correction);
    },
  };
}
