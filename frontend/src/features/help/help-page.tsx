"use client";
// Help that needs nothing from elsewhere: what is meant, and where more is written.
import type { ReactNode } from "react";
import type { State } from "@/domain/types";
import { DOCUMENTS } from "@/domain/version";
import { StateMark } from "@/parts/state-mark";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import classes from "./help.module.css";

const STATES: readonly [State, string][] = [
  ["in_range", "The newest value is within the limits that are in force."],
  ["above", "The newest value is above the high limit."],
  ["below", "The newest value is below the low limit."],
  ["silent", "Nothing came for three expected intervals. The temperature is unknown, not fine."],
  ["fault", "The device speaks, but its probe gives no value."],
  [
    "suspect",
    "Values arrive, but for three expected intervals none has counted: they are numbers that probes send without a measurement, or are outside the channel’s plausible range. The temperature is unknown, not fine.",
  ],
  ["never", "No reading has come yet."],
  ["no_limits", "Readings come, but without limits nothing judges them."],
];

const GRAPH: readonly [string, string][] = [
  ["Line and band", "A point of the line is an average; the band reaches from minimum to maximum."],
  ["Hatched", "No data: the device was silent, or its probe had a fault."],
  ["Dashed", "The limits, over the time in which they were in force."],
  ["Not counted", "A suspect value, or one at an unsure time. It is marked and judged by nothing."],
];

/** @param ours the operator's own help, if there is one */
export function HelpPage({ ours }: { ours: string | null }) {
  return (
    <div className={classes.page}>
      <PageTitle title="Help" />
      <Section title="Documents">
        <ul className={classes.links}>
          {ours !== null && (
            <li>
              <a className="link" href={ours} rel="noreferrer" target="_blank">
                Help of this installation
              </a>
            </li>
          )}
          <li>
            <PageLink className="link" href="/help/api">
              Reference of the API
            </PageLink>
            : every operation with its parameters, answers and an example
          </li>
          <li>
            <PageLink className="link" href="/about">
              About Isotherm
            </PageLink>
            : which version this is, and what is new in it
          </li>
          <li>
            <a className="link" href={DOCUMENTS} rel="noreferrer" target="_blank">
              Documents of Isotherm
            </a>
            : devices and MQTT, operation, security. They are on the Internet, at github.com.
          </li>
          <li>
            <kbd>?</kbd> on any page lists the keyboard shortcuts.
          </li>
        </ul>
      </Section>
      <Section title="States of a sensor">
        <dl className={classes.words}>
          {STATES.map(([state, words]) => (
            <div key={state}>
              <dt>
                <StateMark state={state} />
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="The graph">
        <dl className={classes.words}>
          {GRAPH.map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
