"use client";
// The form that installs a proposed channel on a new or an existing sensor.
import Link from "next/link";
import { useState, type SubmitEvent } from "react";
import { useInstallProposal } from "@/data/api/proposals";
import { useMe } from "@/data/api/me";
import { useSites } from "@/data/api/sites";
import { useSensors } from "@/data/live/sensors";
import type { Install, Proposal, SentUnit } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { refusedWords } from "@/data/conflict-words";
import { hasStatus } from "@/data/problem-words";
import { may } from "@/domain/roles";
import { fromField } from "@/time/wall-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Segmented } from "@/ui/segmented";
import { ExistingSensor } from "./existing-sensor";
import { NewSensorFields } from "./new-sensor-fields";
import { Since, type SinceChoice } from "./since";
import {
  SENT_UNITS,
  minusSigns,
  newSensorOf,
  takenUnit,
  unitName,
  unitRemark,
  draftErrors,
  type Draft,
} from "./words";
import classes from "./install-card.module.css";

export interface Done {
  device: string;
  channel: string;
  sensor: string;
  name: string;
}

export function InstallCard({
  proposal,
  onDone,
  onClose,
}: {
  proposal: Proposal;
  onDone: (done: Done) => void;
  onClose?: () => void;
}) {
  const me = useMe().data;
  const sites = (useSites().data ?? []).filter((site) => may(me, "operator", site.slug));
  const sensors = useSensors().data ?? [];
  const { unit: shown, zoneOf, zone: common } = useReading();
  const install = useInstallProposal(proposal);
  const [existing, setExisting] = useState(false);
  const [sensor, setSensor] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft>({
    name: "",
    slug: null,
    site: proposal.site ?? "",
    place: "",
    low: "",
    high: "",
    every: "",
  });
  const [sent, setSent] = useState<SentUnit>(takenUnit(proposal));
  const [since, setSince] = useState<SinceChoice>({ first: true, text: "" });
  const [tried, setTried] = useState(false);

  const filled = { ...draft, site: draft.site || sites[0]?.slug || "" };
  const wrong = draftErrors(filled);
  const siteZone = existing
    ? sensors.find((one) => one.id === sensor)?.time_zone
    : sites.find((site) => site.slug === filled.site)?.time_zone;
  const zone = siteZone === undefined ? common : zoneOf(siteZone);
  const remark = unitRemark(proposal, sent);
  const at = since.first || remark !== null ? null : fromField(since.text, zone);
  const untimed = remark === null && !since.first && at === null;
  const lacking =
    untimed || (existing ? sensor === null : Object.keys(wrong).length > 0 || filled.site === "");

  const send = (replace: boolean) => {
    const wish: Install = {
      ...(existing && sensor !== null ? { sensor } : { new_sensor: newSensorOf(filled, shown) }),
      // With another unit the server begins now, unless told otherwise: readings there are in the old one.
      since: at,
      unit: sent === takenUnit(proposal) ? null : sent,
      replace,
    };
    const name = existing ? sensors.find((one) => one.id === sensor)?.name : filled.name.trim();
    install.mutate(wish, {
      onSuccess: (made) =>
        onDone({
          device: proposal.device,
          channel: proposal.channel,
          sensor: made.sensor,
          name: name ?? made.sensor,
        }),
    });
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!lacking) send(false);
  };
  const swap = () => {
    setExisting(!existing);
    install.reset();
  };
  return (
    <Card
      title={`Install ${proposal.channel} of ${proposal.device}`}
      onClose={onClose}
      testId="install-card"
    >
      <p className={classes.what}>
        <code>{proposal.topic}</code>{" "}
        <Link className="link" href={`/devices/${proposal.device}`}>
          Open device
        </Link>
      </p>
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        {existing ? (
          <ExistingSensor
            sensors={sensors.filter((sensor) => may(me, "operator", sensor.site))}
            value={sensor}
            proposal={proposal}
            onChange={(id) => {
              setSensor(id);
              install.reset();
            }}
            missing={tried && sensor === null}
          />
        ) : (
          <NewSensorFields
            draft={filled}
            sites={sites}
            mayLimit={may(me, "manager", filled.site)}
            unit={shown}
            proposal={proposal}
            wrong={tried ? wrong : {}}
            refused={install.isError}
            onChange={setDraft}
          />
        )}
        <div className={classes.unit}>
          <span className={classes.label}>Unit when none is sent</span>
          <Segmented
            wide
            label="Unit when none is sent"
            choices={SENT_UNITS}
            value={sent}
            onChange={setSent}
          />
          {proposal.unit_guess && (
            <p className={classes.small}>
              Looks like {unitName(proposal.unit_guess.unit)}. {minusSigns(proposal.unit_guess.why)}
            </p>
          )}
        </div>
        {remark === null ? (
          <Since first={proposal.first_measured} zone={zone} value={since} onChange={setSince} />
        ) : (
          <Note>{remark}</Note>
        )}
        {install.isError && (
          <Note
            tone="bad"
            title={
              hasStatus(install.error, 409) ? "Conflict with another installation" : "Not installed"
            }
            actions={
              existing &&
              hasStatus(install.error, 409) && (
                <Actions>
                  <Button size="sm" disabled={install.isPending} onClick={() => send(true)}>
                    Replace it
                  </Button>
                </Actions>
              )
            }
          >
            {refusedWords(install.error, zone)}
          </Note>
        )}
        <Actions>
          <Button kind="primary" type="submit" disabled={install.isPending}>
            <Icon name="check" />
            Install
          </Button>
          <Button onClick={swap}>
            {existing ? (
              <>
                <Icon name="plus" />
                Create a new sensor
              </>
            ) : (
              <>
                <Icon name="replay" />
                Use an existing sensor
              </>
            )}
          </Button>
        </Actions>
      </form>
    </Card>
  );
}
