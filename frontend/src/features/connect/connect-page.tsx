"use client";
// Connecting a device: a name, credentials and code, its first message, and a sensor for its channel.
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useMe } from "@/data/api/me";
import { useBroker } from "@/data/api/broker";
import { useWatchedDevice } from "@/data/api/registration";
import { ApiProblem } from "@/data/api/http";
import { useReading } from "@/data/preferences";
import { usePageZone } from "@/data/zones";
import { useSiteNames, useSitesPending } from "@/data/site-names";
import type { Registered } from "@/domain/types";
import { mayBeTemperature } from "@/domain/evidence";
import { mayAnywhere } from "@/domain/roles";
import { Crumbs } from "@/ui/crumbs";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { Steps } from "@/ui/steps";
import { AdoptStep } from "./adopt-step";
import { CodeStep } from "./code-step";
import classes from "./connect-page.module.css";
import { LeaveDialog } from "./leave-dialog";
import { LiveCard } from "./live-card";
import { NameStep } from "./name-step";
import { BrokerFailed, DeviceFailed, NoSuchDevice, NotForYou } from "./placeholders";
import { useSecret, type Secret } from "./use-secret";
import { heardOf } from "./words";

const STEPS = ["Name", "Credentials and code", "First message", "Adopt"];

export function ConnectPage() {
  const me = useMe().data;
  const path = usePathname();
  const search = useSearchParams();
  const secret = useSecret();
  const name = search.get("device");
  useEffect(() => {
    document.title = "Connect a device · Isotherm";
  }, []);
  if (me && !mayAnywhere(me, "manager")) return <NotForYou />;
  const onMade = ({ device, password }: Registered) => {
    secret.show(password);
    const query = new URLSearchParams({ device: device.name });
    if (device.site !== null) query.set("site", device.site);
    window.history.replaceState(null, "", `${path}?${query.toString()}`);
  };
  return (
    <>
      <Crumbs here="Connect a device">
        <Link href="/devices">Devices</Link>
      </Crumbs>
      {name === null ? (
        <>
          <PageTitle title="Connect a device" />
          <Steps label="Steps" steps={STEPS} now={0} />
          <NameStep site={search.get("site")} onDone={onMade} />
        </>
      ) : (
        <Connecting key={name} name={name} secret={secret} />
      )}
    </>
  );
}

function Connecting({ name, secret }: { name: string; secret: Secret }) {
  const path = usePathname();
  const search = useSearchParams();
  const adopting = search.get("step") === "adopt";
  const { zoneOf, zone: common } = useReading();
  const sites = useSiteNames();
  const zonesPending = useSitesPending();
  const { data: device, error } = useWatchedDevice(name, !adopting);
  const site = sites.get(device?.site ?? "");
  usePageZone(device && (site?.time_zone ?? null));
  const broker = useBroker();
  const heard = device ? heardOf(device) : null;
  const setStep = (step: string | null) => {
    const query = new URLSearchParams(search.toString());
    if (step === null) query.delete("step");
    else query.set("step", step);
    window.history.pushState(null, "", `${path}?${query.toString()}`);
  };
  if (!device || zonesPending) {
    if (error instanceof ApiProblem && (error.missing || error.status === 403))
      return <NoSuchDevice name={name} />;
    return error ? (
      <DeviceFailed error={error} />
    ) : (
      <SkeletonRows rows={6} title="Connect a device" />
    );
  }
  const zone = site ? zoneOf(site.time_zone) : common;
  const now = adopting ? 3 : heard ? 2 : 1;
  const settled =
    device.channels.some((c) => c.state !== "proposed") &&
    device.channels.every((c) => c.state !== "proposed" || !mayBeTemperature(c));
  return (
    <>
      <PageTitle
        title="Connect a device"
        about={site ? `${device.name} at ${site.name}` : device.name}
      />
      <Steps label="Steps" steps={STEPS} now={adopting && settled ? STEPS.length : now} />
      <div className={classes.split}>
        {adopting ? (
          <AdoptStep device={device} onBack={() => setStep(null)} />
        ) : broker.data ? (
          <CodeStep device={device} broker={broker.data} secret={secret} />
        ) : broker.error ? (
          <BrokerFailed error={broker.error} />
        ) : (
          <SkeletonRows rows={6} />
        )}
        <LiveCard
          device={device}
          broker={broker.data}
          zone={zone}
          adopting={adopting}
          onAdopt={() => setStep("adopt")}
        />
      </div>
      <LeaveDialog guarding={secret.password !== null && !secret.copied && heard === null} />
    </>
  );
}
