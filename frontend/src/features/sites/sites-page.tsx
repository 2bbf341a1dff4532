"use client";
// The sites that the user may see, with zone, sensors, devices and their role; archived ones on request.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMe } from "@/data/api/me";
import { useAllSites } from "@/data/api/sites";
import { count } from "@/domain/format";
import { ROLE_NAMES } from "@/domain/roles";
import type { Site } from "@/domain/types";
import { ButtonLink } from "@/ui/button";
import { Cell } from "@/ui/cell";
import { Chip, Chips } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { useParam } from "@/ui/use-param";
import { useRowKeys } from "@/ui/use-row-keys";
import { Failed, NoSites, NoneArchived } from "./placeholders";
import { numbered, zoneName } from "./words";
import classes from "./sites.module.css";

export function SitesPage() {
  const me = useMe().data;
  const { data, error } = useAllSites();
  const [show, setShow] = useParam("show");
  const used = (data ?? []).filter((site) => site.archived === null);
  const archived = (data ?? []).filter((site) => site.archived !== null);
  const old = show === "archived";
  const shown = old ? archived : used;
  const admin = me?.admin ?? false;
  return (
    <>
      <PageTitle title="Sites & access" about={data && numbered(used.length, "site")}>
        {admin && (
          <ButtonLink kind="primary" href="/sites/new">
            <Icon name="plus" />
            New site
          </ButtonLink>
        )}
      </PageTitle>
      {!data && error && <Failed title="The sites could not be loaded" error={error} />}
      {!data && !error && <SkeletonRows rows={4} />}
      {(archived.length > 0 || old) && (
        <Chips label="Filter sites">
          <Chip pressed={!old} number={used.length} onPress={() => setShow(null)}>
            In use
          </Chip>
          <Chip pressed={old} number={archived.length} onPress={() => setShow("archived")}>
            Archived
          </Chip>
        </Chips>
      )}
      {data && me && shown.length === 0 && !old && <NoSites admin={admin} username={me.username} />}
      {data && shown.length === 0 && old && <NoneArchived onAll={() => setShow(null)} />}
      {shown.length > 0 && <List of={shown} />}
    </>
  );
}

function List({ of }: { of: Site[] }) {
  const body = useRowKeys();
  return (
    <table className={`${table.table} ${table.list} ${classes.list}`} data-testid="sites">
      <thead>
        <tr>
          <th scope="col">Site</th>
          <th scope="col" className={table.mid}>
            Time zone
          </th>
          <th scope="col" className={table.number}>
            Sensors
          </th>
          <th scope="col" className={`${table.number} ${table.mid}`}>
            Devices
          </th>
          <th scope="col">Your role</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {of.map((site) => (
          <Row key={site.slug} site={site} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ site }: { site: Site }) {
  const router = useRouter();
  const href = `/sites/${site.slug}`;
  return (
    <tr data-press data-site={site.slug} onClick={() => router.push(href)}>
      <th scope="row">
        <Link
          prefetch={false}
          href={href}
          data-row
          className={table.name}
          onClick={(event) => event.stopPropagation()}
        >
          {site.name}
        </Link>
        <span className={`${table.under} mono`}>{site.slug}</span>
      </th>
      <Cell label="Time zone" className={`${table.mid} ${table.muted}`}>
        {zoneName(site.time_zone)}
      </Cell>
      <Cell label="Sensors" className={table.number}>
        {count(site.sensors)}
      </Cell>
      <Cell label="Devices" className={`${table.number} ${table.mid}`}>
        {count(site.devices)}
      </Cell>
      <Cell label="Your role">{ROLE_NAMES[site.role]}</Cell>
    </tr>
  );
}
