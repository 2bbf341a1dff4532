"use client";
// The form that installs a proposed channel on a new or an existing sensor.
import type { Proposal } from "@/domain/types";
import { refusedWords } from "@/data/conflict-words";
import { hasStatus } from "@/data/problem-words";
import { may } from "@/domain/roles";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Segmented } from "@/ui/segmented";
import { DoubtQuestion, INSTALL_ANYWAY, NameSays } from "./doubt";
import { ExistingSensor } from "./existing-sensor";
import { NewSensorFields } from "./new-sensor-fields";
import { Since } from "./since";
import { SENT_UNITS, minusSigns, unitName } from "./words";
import classes from "./install-form.module.css";
import { useInstallForm, type Done } from "./use-install-form";

export function InstallForm({
  proposal,
  name = "",
  onDone,
}: {
  proposal: Proposal;
  /** The proposed name of a new sensor. */
  name?: string;
  onDone: (done: Done) => void;
}) {
  const form = useInstallForm(proposal, name, onDone);
  const { me, sites, sensors, unit, zone, existing, sensor, draft, sent, remark, since, install } =
    form;
  const { doubt } = form;
  return (
    <form className={classes.form} onSubmit={form.onSubmit} noValidate>
      {proposal.name_says && <NameSays says={proposal.name_says} />}
      {existing ? (
        <ExistingSensor
          sensors={sensors.filter((sensor) => may(me, "operator", sensor.site))}
          value={sensor}
          proposal={proposal}
          onChange={form.chooseSensor}
          missing={form.tried && sensor === null}
        />
      ) : (
        <NewSensorFields
          draft={draft}
          sites={sites}
          mayLimit={may(me, "manager", draft.site)}
          unit={unit}
          proposal={proposal}
          wrong={form.tried ? form.errors : {}}
          refused={install.isError}
          onChange={form.setDraft}
        />
      )}
      <div className={classes.unit}>
        <span className={classes.label}>Unit when none is sent</span>
        <Segmented
          wide
          label="Unit when none is sent"
          choices={SENT_UNITS}
          value={sent}
          onChange={form.setSent}
        />
        {proposal.unit_guess && (
          <p className={classes.small}>
            Looks like {unitName(proposal.unit_guess.unit)}. {minusSigns(proposal.unit_guess.why)}
          </p>
        )}
      </div>
      {remark === null ? (
        <Since first={proposal.first_measured} zone={zone} value={since} onChange={form.setSince} />
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
                <Button size="sm" disabled={install.isPending} onClick={() => form.send(true)}>
                  Replace it
                </Button>
              </Actions>
            )
          }
        >
          {refusedWords(install.error, zone)}
        </Note>
      )}
      {doubt.asking && proposal.name_says && (
        <DoubtQuestion channel={proposal.channel} says={proposal.name_says} />
      )}
      <Actions>
        <Button kind="primary" type="submit" disabled={install.isPending}>
          <Icon name="check" />
          {doubt.asking ? INSTALL_ANYWAY : "Install"}
        </Button>
        <Button onClick={form.swap}>
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
  );
}
