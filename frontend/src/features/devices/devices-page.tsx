"use client";
// The devices of the user's sites, with home site and number of proposed channels.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useDevices } from "@/data/api/devices";
import { useMe } from "@/data/api/me";
import { deviceHref } from "@/domain/device-href";
import { count } from "@/domain/format";
import type { Device } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { mayAnywhere } from "@/domain/roles";
import { useSiteNames } from "@/data/site-names";
import { useRowKeys } from "@/ui/use-row-keys";
import { Chip, ChipRule, Chips } from "@/ui/chip";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { Connection } from "./connection";
import { DevicesFailed, NoDevices, NoMatch, NotForYou } from "./placeholders";
import { homeWords } from "./words";

type Show = { of: "all" } | { of: "proposed" } | { of: "site"; slug: string | null };

function shows(device: Device, show: Show): boolean {
  if (show.of === "site") return device.site === show.slug;
  return show.of === "all" || device.proposed_count > 0;
}

export function DevicesPage() {
  const me = useMe().data;
  const allowed = mayAnywhere(me, "operator");
  const { data, error } = useDevices(allowed);
  const sites = useSiteNames();
  const [show, setShow] = useState<Show>({ of: "all" });
  if (me && !allowed) return <NotForYou />;
  const devices = data ?? [];
  const homes = [...new Set(devices.map((device) => device.site))].sort((a, b) =>
    (a ?? "").localeCompare(b ?? ""),
  );
  const proposing = devices.filter((device) => device.proposed_count > 0).length;
  const shown = devices.filter((device) => shows(device, show));
  return (
    <>
      <PageTitle
        title="Devices"
        about={data && `${count(devices.length)} ${devices.length === 1 ? "device" : "devices"}`}
      />
      {!data && error && <DevicesFailed error={error} />}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && devices.length === 0 && <NoDevices />}
      {devices.length > 0 && (
        <Chips label="Filter devices">
          <Chip
            pressed={show.of === "all"}
            number={devices.length}
            onPress={() => setShow({ of: "all" })}
          >
            All
          </Chip>
          {proposing > 0 && (
            <Chip
              pressed={show.of === "proposed"}
              number={proposing}
              onPress={() => setShow({ of: "proposed" })}
            >
              With a proposed channel
            </Chip>
          )}
          <ChipRule />
          {homes.map((slug) => (
            <Chip
              key={slug ?? ""}
              pressed={show.of === "site" && show.slug === slug}
              number={devices.filter((device) => device.site === slug).length}
              onPress={() => setShow({ of: "site", slug })}
            >
              {slug === null ? "No home site" : (sites.get(slug)?.name ?? slug)}
            </Chip>
          ))}
        </Chips>
      )}
      {devices.length > 0 && shown.length === 0 && (
        <NoMatch onAll={() => setShow({ of: "all" })} total={devices.length} />
      )}
      {shown.length > 0 && <List of={shown} />}
    </>
  );
}

function List({ of }: { of: Device[] }) {
  const sites = useSiteNames();
  const body = useRowKeys();
  return (
    <table className={table.table} data-testid="devices">
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Home site</th>
          <th scope="col" className={table.wide}>
            Device time zone
          </th>
          <th scope="col" className={table.mid}>
            Connection
          </th>
          <th scope="col" className={table.number}>
            Channels
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {of.map((device) => (
          <Row key={device.name} device={device} home={homeWords(device, sites)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ device, home }: { device: Device; home: string }) {
  const { zone } = useReading();
  const router = useRouter();
  const href = deviceHref(device.name);
  return (
    <tr data-press data-device={device.name} onClick={() => router.push(href)}>
      <th scope="row">
        <Link
          prefetch={false}
          href={href}
          data-row
          className={`${table.name} mono`}
          onClick={(event) => event.stopPropagation()}
        >
          {device.name}
        </Link>
        <span className={table.under}>
          {[device.label, device.model].filter(Boolean).join(" · ")}
        </span>
      </th>
      <td className={device.site === null ? table.muted : undefined}>{home}</td>
      <td className={`${table.wide} ${table.muted}`}>
        {device.time_zone?.replaceAll("_", " ") ?? "not set"}
      </td>
      <td className={table.mid}>
        <Connection device={device} zone={zone} />
      </td>
      <td className={table.number}>
        {count(device.channel_count)}
        {device.proposed_count > 0 && (
          <span className={table.under}>{count(device.proposed_count)} proposed</span>
        )}
      </td>
    </tr>
  );
}
