"use client";
// The card that installs the chosen proposal on a sensor.
import Link from "next/link";
import { deviceHref } from "@/domain/device-href";
import type { Proposal } from "@/domain/types";
import { InstallForm } from "@/parts/install/install-form";
import type { Done } from "@/parts/install/use-install-form";
import { Card } from "@/ui/card";
import classes from "./install-card.module.css";

export function InstallCard({
  proposal,
  onDone,
  onClose,
}: {
  proposal: Proposal;
  onDone: (done: Done) => void;
  onClose?: () => void;
}) {
  return (
    <Card
      title={`Install ${proposal.channel} of ${proposal.device}`}
      onClose={onClose}
      testId="install-card"
    >
      <p className={classes.what}>
        <code>{proposal.topic}</code>{" "}
        <Link className="link" href={deviceHref(proposal.device)}>
          Open device
        </Link>
      </p>
      <InstallForm proposal={proposal} onDone={onDone} />
    </Card>
  );
}
