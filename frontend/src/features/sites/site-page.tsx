"use client";
// One site: its name and time zone, its sensors and, for managers, who may see it.
import { Sentence } from "@/parts/moment";
import { useEffect } from "react";
import { ApiProblem } from "@/data/api/http";
import { useMe } from "@/data/api/me";
import { useSite } from "@/data/api/sites";
import { useReading } from "@/data/preferences";
import { usePageZone } from "@/data/zones";
import { count } from "@/domain/format";
import { may } from "@/domain/roles";
import type { SiteDetail } from "@/domain/types";
import { useNow } from "@/time/now";
import { brief } from "@/time/moment";
import { Crumbs } from "@/ui/crumbs";
import { Note } from "@/ui/note";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { TabPanel, Tabs } from "@/ui/tabs";
import { AccessTab } from "./access-tab";
import { NameTab } from "./name-tab";
import { Failed, NoSuchSite } from "./placeholders";
import { SensorsTab } from "./sensors-tab";
import { TAB_NAMES, useSiteTab, type SiteTab } from "./use-site-tab";
import { aboutSite } from "./words";
import classes from "./sites.module.css";

export function SitePage({ slug }: { slug: string }) {
  const { data: site, error } = useSite(slug);
  const name = site?.name;
  useEffect(() => {
    if (name) document.title = `${name} · Isotherm`;
  }, [name]);
  if (error instanceof ApiProblem && (error.missing || error.status === 422)) return <NoSuchSite />;
  if (!site)
    return error ? (
      <Failed level={1} title="This site could not be loaded" error={error} />
    ) : (
      <SkeletonRows rows={5} title="Site" />
    );
  return <View site={site} />;
}

function View({ site }: { site: SiteDetail }) {
  const me = useMe().data;
  const { zoneOf } = useReading();
  const now = useNow();
  usePageZone(site.time_zone);
  const manager = may(me, "manager", site.slug);
  const [chosen, setTab] = useSiteTab();
  const tab = chosen === "access" && !manager ? "name" : chosen;
  const tabs: readonly SiteTab[] = manager ? ["name", "sensors", "access"] : ["name", "sensors"];
  return (
    <>
      <Crumbs here={site.name}>
        <PageLink href="/sites">Sites</PageLink>
      </Crumbs>
      <PageTitle title={site.name} about={aboutSite(site)} />
      <Tabs
        label="Site settings"
        tab={tab}
        onTab={setTab}
        tabs={tabs.map((key) => ({
          key,
          name: TAB_NAMES[key],
          number: key === "sensors" ? count(site.sensors) : null,
        }))}
      />
      {site.archived !== null && (
        <div className={classes.banner} data-testid="archived">
          <Note
            title={
              <Sentence
                text={`Archived since ${brief(site.archived, now, zoneOf(site.time_zone))}`}
                times={[site.archived]}
                zone={zoneOf(site.time_zone)}
                as={brief}
              />
            }
          >
            It is hidden from every list. Its history is kept, and its devices still deliver.
            {may(me, "manager", null) ? "" : " An administrator can restore it."}
          </Note>
        </div>
      )}
      <TabPanel name={TAB_NAMES[tab]}>
        {tab === "name" && <NameTab site={site} />}
        {tab === "sensors" && <SensorsTab site={site} />}
        {tab === "access" && <AccessTab site={site} />}
      </TabPanel>
    </>
  );
}
