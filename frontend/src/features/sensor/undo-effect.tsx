"use client";
// What undoing a correction would change, before it is undone.
import { useUndoPreview } from "@/data/api/corrections";
import type { Correction, Sensor } from "@/domain/types";
import { Preview } from "./correction-preview";

export function UndoEffect({ sensor, of }: { sensor: Sensor; of: Correction }) {
  return (
    <Preview
      of={useUndoPreview(sensor.id, of.id)}
      sensor={sensor}
      failed="It is not known what undoing it would change"
    />
  );
}
