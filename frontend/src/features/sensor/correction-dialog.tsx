"use client";
// The dialog that corrects a stretch of a sensor's readings.
import { Modal } from "@mantine/core";
import type { Span } from "@/domain/focus";
import type { Correction, Sensor } from "@/domain/types";
import { CorrectionForm } from "./correction-form";
import classes from "./correction-dialog.module.css";

export function CorrectionDialog({
  sensor,
  stretch,
  zone,
  onDone,
  onClose,
}: {
  sensor: Sensor;
  /** The stretch to begin with; null closes the dialog. */
  stretch: Span | null;
  zone: string;
  onDone: (correction: Correction) => void;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={stretch !== null}
      onClose={onClose}
      title={`Correct readings of ${sensor.name}`}
      size={560}
      // What was typed is not lost by a click beside it.
      closeOnClickOutside={false}
      classNames={{ content: classes.content, title: classes.title, body: classes.body }}
      closeButtonProps={{ "aria-label": "Close" }}
      attributes={{ header: { role: "presentation" } }}
      transitionProps={{ duration: 120 }}
    >
      {stretch && (
        <CorrectionForm
          key={`${stretch.from}-${stretch.to}`}
          {...{ sensor, stretch, zone, onDone, onClose }}
        />
      )}
    </Modal>
  );
}
