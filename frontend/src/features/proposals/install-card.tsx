"use client";
// The card that installs the chosen proposal on a sensor.
import Link from "next/link";
import { deviceHref } from "@/domain/device-href";
import type { Proposal } from "@/domain/types";
import { InstallForm } from "@/parts/install/install-form";
import type { Done } from "@/parts/install/use-install-form";
import { Card } from "@/ui/card";
import type { ChannelAction } from "@/data/api/proposals";
import { SetAside } from "./set-aside";
import classes from "./install-card.module.css";

export function InstallCard({
  proposal,
  alike = [],
  onDone,
  onSetAside,
  onClose,
}: {
  proposal: Proposal;
  /** The proposals of its device that are probably not temperatures. */
  alike?: Proposal[];
  onDone: (done: Done) => void;
  onSetAside: (action: ChannelAction, channels: string[]) => void;
  onClose?: () => void;
}) {
  return (
    <Card
      title={`${proposal.ignored ? "" : "Install "}${proposal.channel} of ${proposal.device}`}
      onClose={onClose}
      testId="install-card"
    >
      <p className={classes.what}>
        <code>{proposal.topic}</code>{" "}
        <Link className="link" href={deviceHref(proposal.device)}>
          Open device
        </Link>
      </p>
      {!proposal.ignored && <InstallForm proposal={proposal} onDone={onDone} />}
      <SetAside proposal={proposal} alike={alike} onDone={onSetAside} />
    </Card>
  );
}
