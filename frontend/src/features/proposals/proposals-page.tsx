"use client";
// Channels that are not installed yet: their readings, and a form to install one on a sensor.
import { useMediaQuery } from "@mantine/hooks";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useMe } from "@/data/api/me";
import { MOST_SHOWN, useProposals } from "@/data/api/proposals";
import { mayAnywhere } from "@/domain/roles";
import type { Done } from "@/parts/install/use-install-form";
import { keyOf } from "@/parts/install/words";
import { Split } from "@/ui/card";
import { Note } from "@/ui/note";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { NoProposals, NotForYou, ProposalsFailed } from "./placeholders";
import { InstallCard } from "./install-card";

import { ProposalsTable } from "./proposals-table";
import { aboutWords } from "./words";
import classes from "./proposals-page.module.css";

export function ProposalsPage() {
  const me = useMe().data;
  const allowed = mayAnywhere(me, "operator");
  const { data, error } = useProposals({ often: true, enabled: allowed });
  const path = usePathname();
  const chosen = useSearchParams().get("channel");
  const roomy = useMediaQuery("(min-width: 1360px)", false, { getInitialValueInEffect: false });
  const [done, setDone] = useState<Done | null>(null);
  const choose = (key: string | null) => {
    window.history.replaceState(
      null,
      "",
      key === null ? path : `${path}?channel=${encodeURIComponent(key)}`,
    );
  };
  if (me && !allowed) return <NotForYou />;
  const items = data?.items ?? [];
  const proposal = items.find((item) => keyOf(item) === chosen) ?? (roomy ? items[0] : undefined);
  return (
    <>
      <PageTitle
        title="Proposals"
        about={items.length > 0 && aboutWords(items.length, Boolean(data?.next))}
      />
      {done && (
        <div className={classes.done}>
          <Note tone="good">
            {done.channel} of {done.device} now supplies{" "}
            <Link href={`/sensors/${done.sensor}`}>{done.name}</Link>.
          </Note>
        </div>
      )}
      {!data && error && <ProposalsFailed error={error} />}
      {!data && !error && <SkeletonRows rows={4} />}
      {data && items.length === 0 && <NoProposals />}
      {items.length > 0 && (
        <>
          <p className={classes.lead}>
            Their readings are stored from the first one on. Installing a channel on a sensor
            includes everything it has sent so far. Until then, only operators of the device’s home
            site see it, or administrators if it has none.
          </p>
          <Split
            label="Proposed channels"
            card={
              proposal && (
                <InstallCard
                  key={keyOf(proposal)}
                  proposal={proposal}
                  onClose={chosen === null ? undefined : () => choose(null)}
                  onDone={(what) => {
                    setDone(what);
                    choose(null);
                  }}
                />
              )
            }
          >
            <ProposalsTable
              items={items}
              chosen={proposal ? keyOf(proposal) : null}
              onChoose={(key) => {
                setDone(null);
                choose(key);
              }}
            />
            <p className={classes.note}>
              A device can have up to 64 channels.
              {data?.next && ` Only the newest ${MOST_SHOWN} are shown.`}
            </p>
          </Split>
        </>
      )}
    </>
  );
}
