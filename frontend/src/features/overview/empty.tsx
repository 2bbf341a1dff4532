"use client";
// The overview without sensors: what leads to the first one, for whoever looks.
import { useMe } from "@/data/api/me";
import { useProposals } from "@/data/api/proposals";
import { useSites } from "@/data/api/sites";
import { mayBeTemperature } from "@/domain/evidence";
import { may, mayAnywhere } from "@/domain/roles";
import type { Me, Site } from "@/domain/types";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { connectHref, waitingWords } from "./empty-words";

/** Without a single sensor anywhere. */
export function NoSensors() {
  const me = useMe().data;
  const sites = useSites().data;
  if (!me || !sites) return <SkeletonRows rows={4} title="Overview" />;
  if (sites.length === 0) return me.admin ? <NoSites /> : <NoAccess me={me} />;
  return <NoSensorsAt me={me} sites={sites} />;
}

/** A site that has no sensor, while others have some. */
export function NoSensorsAtSite({ slug }: { slug: string }) {
  const me = useMe().data;
  const sites = useSites().data;
  const site = sites?.find((candidate) => candidate.slug === slug);
  if (!me || !sites) return <SkeletonRows rows={4} title="Overview" />;
  if (!site)
    return (
      <Placeholder
        icon="lock"
        title="No such site"
        actions={<ButtonLink href="/">All sites</ButtonLink>}
        testId="empty"
      >
        There is no site {slug}, or you have no role at it. A manager of the site can give you one.
      </Placeholder>
    );
  return <NoSensorsAt me={me} sites={[site]} />;
}

function NoSites() {
  return (
    <Placeholder
      icon="plug"
      level={1}
      title="Nothing here yet"
      testId="empty"
      actions={
        <ButtonLink kind="primary" href="/devices/connect">
          Create a site and connect a device
        </ButtonLink>
      }
    >
      A site is a place with sensors, such as a pharmacy. Name one, register its first device, and
      its first reading is on a graph in two minutes.
    </Placeholder>
  );
}

function NoAccess({ me }: { me: Me }) {
  return (
    <Placeholder icon="lock" level={1} title="You have no access to any site yet" testId="empty">
      You are signed in as {me.username}. A manager of your site, or an administrator, can give you
      a role; it takes effect within seconds.
    </Placeholder>
  );
}

function NoSensorsAt({ me, sites }: { me: Me; sites: Site[] }) {
  const only = sites.length === 1 ? (sites[0] ?? null) : null;
  const operates = mayAnywhere(me, "operator");
  const proposals = useProposals({ often: false, enabled: operates }).data;
  const waiting = (proposals?.items ?? []).filter(
    (proposal) => mayBeTemperature(proposal) && (only === null || proposal.site === only.slug),
  ).length;
  const manages = sites.some((site) => may(me, "manager", site.slug));
  const title = only ? `${only.name} has no sensors yet` : "No sensors yet";
  const about = "A sensor is a measuring point with its history and limits.";
  return (
    <Placeholder
      icon="plug"
      level={1}
      title={title}
      testId="empty"
      actions={
        <>
          {waiting > 0 && (
            <ButtonLink kind="primary" href="/proposals">
              Install {waiting === 1 ? "it" : "them"}
            </ButtonLink>
          )}
          {manages && (
            <ButtonLink
              kind={waiting > 0 ? "plain" : "primary"}
              href={connectHref(only?.slug ?? null)}
            >
              <Icon name="plus" />
              Connect a device
            </ButtonLink>
          )}
        </>
      }
    >
      {waiting > 0
        ? `${waitingWords(waiting)} ${about}`
        : manages
          ? `${about} Connect a device: its first message appears within a second.`
          : `${about} A manager of the site connects the devices that supply them.`}
    </Placeholder>
  );
}
