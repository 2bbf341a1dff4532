"use client";
// Says what was just corrected, and where it can be undone.
import { doneWords } from "@/domain/correction-words";
import type { Correction } from "@/domain/types";
import classes from "./correction-made.module.css";

export function Made({ of, onList }: { of: Correction | null; onList: () => void }) {
  return (
    <p role="status" className={classes.made} data-testid="corrected">
      {of && (
        <>
          The readings were {doneWords(of)}.{" "}
          <button type="button" onClick={onList}>
            Show all corrections
          </button>
        </>
      )}
    </p>
  );
}
