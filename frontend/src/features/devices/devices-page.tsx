"use client";
// The devices of the user's sites: searched, filtered and sorted by the server, thousands of rows.
import { useMediaQuery } from "@mantine/hooks";
import { useMe } from "@/data/api/me";
import { count } from "@/domain/format";
import { mayAnywhere } from "@/domain/roles";
import { useSitesPending } from "@/data/site-names";
import { Zones } from "@/data/zones";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { DeviceCards } from "./device-cards";
import { DeviceTable } from "./device-table";
import { EVERYTHING, isNarrow } from "./list-filter";
import { ListFilters } from "./list-filters";
import { DevicesFailed, NoDevices, NoMatch, NotForYou } from "./placeholders";
import { useDeviceZones } from "./use-device-zone";
import { useDeviceRows } from "./use-device-rows";
import classes from "./devices-page.module.css";

export function DevicesPage() {
  const me = useMe().data;
  const allowed = mayAnywhere(me, "operator");
  const manager = mayAnywhere(me, "manager");
  const phone = useMediaQuery("(max-width: 640px)", false, { getInitialValueInEffect: false });
  const { filter, show, devices, total, error, isOld, more } = useDeviceRows(allowed);
  const zones = useDeviceZones(devices ?? []);
  const zonesPending = useSitesPending();
  if (me && !allowed) return <NotForYou />;
  const List = phone ? DeviceCards : DeviceTable;
  const nothing = devices?.length === 0 && !isNarrow(filter);
  return (
    <>
      <PageTitle
        title="Devices"
        about={total !== null && `${count(total)} ${total === 1 ? "device" : "devices"}`}
      >
        {me?.admin && <ButtonLink href="/devices/broker">Broker accounts</ButtonLink>}
        {manager && (
          <>
            <ButtonLink href="/devices/import">Import from CSV</ButtonLink>
            <ButtonLink kind="primary" href="/devices/connect">
              <Icon name="plus" />
              Connect a device
            </ButtonLink>
          </>
        )}
      </PageTitle>
      {!nothing && <ListFilters filter={filter} onChange={show} />}
      {!devices && error && <DevicesFailed error={error} />}
      {((!devices && !error) || (devices && zonesPending)) && <SkeletonRows rows={8} />}
      {nothing && <NoDevices manager={manager} />}
      {devices?.length === 0 && isNarrow(filter) && (
        <NoMatch onAll={() => show({ ...EVERYTHING, sort: filter.sort })} />
      )}
      {devices && devices.length > 0 && !zonesPending && (
        <div data-old={isOld || undefined} className={classes.list}>
          <Zones of={zones}>
            <List devices={devices} total={total} filter={filter} more={more} onSort={show} />
          </Zones>
          <p className={classes.foot} role="status">
            {more ? `${count(devices.length)} of ${count(total ?? devices.length)} loaded` : null}
          </p>
        </div>
      )}
    </>
  );
}
