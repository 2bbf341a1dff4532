"use client";
// Channels that are not installed yet: their readings, and a form to install one on a sensor.
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useMe } from "@/data/api/me";
import { MOST_SHOWN, useProposals } from "@/data/api/proposals";
import { useSiteNames, useSitesPending } from "@/data/site-names";
import { Zones } from "@/data/zones";
import { mayBeTemperature } from "@/domain/evidence";
import { may, mayAnywhere } from "@/domain/roles";
import { keyOf } from "@/parts/install/words";
import { Split } from "@/ui/card";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { useParam } from "@/ui/use-param";
import { DoneNote, type JustDone } from "./done-note";
import { InstallCard } from "./install-card";
import { KindChips, kindOf } from "./kind-chips";
import { NoProposals, NotForYou, ProposalsFailed } from "./placeholders";
import { inOrder, orderOf } from "./order";
import { OrderField } from "./order-field";
import { ProposalsTable } from "./proposals-table";
import { LEADS, aboutWords } from "./words";
import classes from "./proposals-page.module.css";

export function ProposalsPage() {
  const me = useMe().data;
  const allowed = mayAnywhere(me, "operator");
  const [chosen, setChosen] = useParam("channel");
  const [show, setShow] = useParam("show");
  const [sort, setSort] = useParam("sort");
  const kind = kindOf(show);
  const {
    data,
    error,
    isPlaceholderData: isOther,
  } = useProposals({ often: true, enabled: allowed, kind });
  const roomy = useMediaQuery("(min-width: 1360px)", false, { getInitialValueInEffect: false });
  const [done, setDone] = useState<JustDone | null>(null);
  const sites = useSiteNames();
  const zonesPending = useSitesPending();
  const siteZone = (slug: string | null) => sites.get(slug ?? "")?.time_zone ?? null;
  // The form shows times of any site that the channel may be installed at.
  const zones = [...sites.values()].flatMap(({ slug, time_zone: zone }) =>
    may(me, "operator", slug) ? [zone] : [],
  );
  const choose = (key: string | null) => setChosen(key, "replace");
  if (me && !allowed) return <NotForYou />;
  // while another list loads, the old one would be shown under the new one's name
  const loading = isOther || (!data && !error) || (data !== undefined && zonesPending);
  const order = orderOf(sort);
  const items = inOrder(loading ? [] : (data?.items ?? []), order);
  const likely = items.filter(mayBeTemperature);
  // the server lists what is probably not a temperature last, so that nothing likely comes after it
  const more = data?.next != null && likely.length === items.length;
  const proposal = items.find((item) => keyOf(item) === chosen) ?? (roomy ? items[0] : undefined);
  return (
    <>
      <PageTitle title="Proposals" about={kind === "proposed" && aboutWords(likely.length, more)} />
      {done && (
        <div className={classes.done}>
          <DoneNote
            key={`${done.device}/${"action" in done ? done.channels.join("/") : done.channel}`}
            done={done}
            onUndone={() => setDone(null)}
          />
        </div>
      )}
      {data && (
        <KindChips
          kind={kind}
          hidden={data}
          onChoose={(next) => {
            setDone(null);
            choose(null);
            setShow(next === "proposed" ? null : next);
          }}
        />
      )}
      {!data && error && <ProposalsFailed error={error} />}
      {loading && <SkeletonRows rows={4} />}
      {data && !loading && items.length === 0 && <NoProposals kind={kind} />}
      {items.length > 0 && (
        <>
          <p className={classes.lead}>{LEADS[kind]}</p>
          <Zones of={[...zones, ...items.map(({ site }) => siteZone(site))]}>
            <Split
              label="Proposed channels"
              card={
                proposal && (
                  <InstallCard
                    key={keyOf(proposal)}
                    proposal={proposal}
                    alike={items.filter(
                      (item) => item.device === proposal.device && !mayBeTemperature(item),
                    )}
                    onClose={chosen === null ? undefined : () => choose(null)}
                    onDone={(installed) => {
                      setDone(installed);
                      choose(null);
                    }}
                    onSetAside={(action, channels) => {
                      setDone({ device: proposal.device, channels, action });
                      choose(null);
                    }}
                  />
                )
              }
            >
              <OrderField
                order={order}
                onChoose={(next) => setSort(next === "newest" ? null : next, "replace")}
              />
              <ProposalsTable
                action={kind === "proposed" ? "Install" : "Open"}
                items={items}
                chosen={proposal ? keyOf(proposal) : null}
                onChoose={(key) => {
                  setDone(null);
                  choose(key);
                }}
              />
              <p className={classes.note}>
                A device can have up to 64 channels that are neither ignored nor expired.
                {data?.next && ` Only the newest ${MOST_SHOWN} are shown, in this order.`}
              </p>
            </Split>
          </Zones>
        </>
      )}
    </>
  );
}
