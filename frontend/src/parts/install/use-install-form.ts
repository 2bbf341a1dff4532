// The view model of installing a proposed channel on a new or an existing sensor.
import { useState, type SubmitEvent } from "react";
import { useInstallProposal } from "@/data/api/proposals";
import { useMe } from "@/data/api/me";
import { useSites } from "@/data/api/sites";
import { useSensors } from "@/data/live/sensors";
import type { Install, Proposal, SentUnit } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { may } from "@/domain/roles";
import { fromField } from "@/time/wall-field";
import type { SinceChoice } from "./since";
import { useDoubt } from "./use-doubt";
import { newSensorOf, takenUnit, unitRemark, draftErrors, type Draft } from "./words";

export interface Done {
  device: string;
  channel: string;
  sensor: string;
  name: string;
}

/** The form's fields, their errors, and sending it. */
export function useInstallForm(proposal: Proposal, name: string, onDone: (done: Done) => void) {
  const me = useMe().data;
  const sites = (useSites().data ?? []).filter((site) => may(me, "operator", site.slug));
  const sensors = useSensors().data ?? [];
  const { unit: shown, zoneOf, zone: common } = useReading();
  const install = useInstallProposal(proposal);
  const doubt = useDoubt(proposal);
  const [existing, setExisting] = useState(false);
  const [sensor, setSensor] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft>({
    name,
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
    ? sensors.find(({ id }) => id === sensor)?.time_zone
    : sites.find((site) => site.slug === filled.site)?.time_zone;
  const zone = siteZone === undefined ? common : zoneOf(siteZone);
  const remark = unitRemark(proposal, sent);
  const at = since.first || remark !== null ? null : fromField(since.text, zone);
  const untimed = remark === null && !since.first && at === null;
  const lacking =
    untimed || (existing ? sensor === null : Object.keys(wrong).length > 0 || filled.site === "");

  const send = (replace: boolean) => {
    const request: Install = {
      ...(existing && sensor !== null ? { sensor } : { new_sensor: newSensorOf(filled, shown) }),
      // Null means the first reading or, with another unit, now: stored readings are in the old unit.
      since: at,
      unit: sent === takenUnit(proposal) ? null : sent,
      replace,
    };
    const installed = existing ? sensors.find(({ id }) => id === sensor)?.name : filled.name.trim();
    install.mutate(request, {
      onSuccess: ({ sensor: id }) =>
        onDone({
          device: proposal.device,
          channel: proposal.channel,
          sensor: id,
          name: installed ?? id,
        }),
    });
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!lacking && doubt.confirmed()) send(false);
  };
  const swap = () => {
    setExisting(!existing);
    install.reset();
  };
  const chooseSensor = (id: string | null) => {
    setSensor(id);
    install.reset();
  };
  return {
    me,
    /** The question whether to install what is probably not a temperature. */
    doubt,
    sites,
    sensors,
    /** The reader's unit. */
    unit: shown,
    /** The zone of the form's times. */
    zone,
    existing,
    swap,
    sensor,
    chooseSensor,
    draft: filled,
    setDraft,
    errors: wrong,
    sent,
    setSent,
    /** The effect of another unit, which also fixes the start at now. */
    remark,
    since,
    setSince,
    /** The user has tried to submit the form. */
    tried,
    install,
    send,
    onSubmit,
  };
}
