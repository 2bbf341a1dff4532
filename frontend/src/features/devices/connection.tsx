"use client";
// Whether a device is alive: what it said, and what it sent since; many devices say nothing.
import { useNow } from "@/time/now";
import { Moment } from "@/parts/moment";
import { age } from "@/time/moment";
import type { Zone } from "@/time/zoned";
import type { Device } from "@/domain/types";
import table from "@/ui/table.module.css";

export function Connection({ device, zone }: { device: Device; zone: Zone }) {
  const now = useNow();
  const { connection, connection_at: since, offline_at: offlineAt, heard } = device;
  if (connection === null)
    return (
      <span className={table.muted}>
        {heard === null ? (
          "never heard"
        ) : (
          <>
            heard <Moment at={heard} zone={zone} as={age} />
          </>
        )}
      </span>
    );
  const missed = offlineAt !== null && now > offlineAt;
  return (
    <>
      {missed ? "offline" : connection}
      {since !== null && (
        <span className={table.under}>
          since <Moment at={since} zone={zone} />
        </span>
      )}
      {!missed && offlineAt !== null && (
        <span className={table.under}>
          {connection === "online" && "said offline, but sent readings since; "}
          offline from <Moment at={offlineAt} zone={zone} /> unless it reports
        </span>
      )}
    </>
  );
}
