"use client";
// Rejects and ledger: every message from the broker is accounted for; rejects are kept.
import { Moment } from "@/parts/moment";
import { usePathname, useSearchParams } from "next/navigation";
import { useMe } from "@/data/api/me";
import { mayAnywhere } from "@/domain/roles";
import { Arrival, OF_ALL_SITES } from "@/parts/arrival";
import { useLedger } from "@/data/api/ledger";
import { useWatch } from "@/data/api/watch";
import { serverNow } from "@/time/server-clock";
import { usePageZone } from "@/data/zones";
import { nameOf } from "@/time/zoned";
import { zoneWords } from "@/time/zone";
import { PageLink } from "@/ui/page-link";
import { SkeletonRows } from "@/ui/skeleton";
import { Segmented } from "@/ui/segmented";
import { Broker } from "./broker";
import { Differences } from "./differences";
import { LedgerBars } from "./ledger-bars";
import { LedgerFailed } from "./placeholders";
import { Equation } from "./equation";
import { Rejects } from "./rejects";
import { spanOf, SPANS, viewOf, viewQuery, type LedgerView } from "./view";
import classes from "./ledger-page.module.css";

export function LedgerPage() {
  const path = usePathname();
  const view = viewOf(useSearchParams());
  const hours = spanOf(view.span).hours;
  const { data, error, isPlaceholderData, dataUpdatedAt } = useLedger(hours, serverNow);
  const counted =
    view.hour === null ? data?.total : data?.hours.find((hour) => hour.hour === view.hour);
  const me = useMe().data;
  const whole = me?.every_site;
  const operator = mayAnywhere(me, "operator");
  const watch = useWatch().data;
  const zone = nameOf(usePageZone(null));
  const show = (next: LedgerView) => {
    const query = viewQuery(next);
    window.history.replaceState(null, "", query ? `${path}?${query}` : path);
  };
  return (
    <>
      <div className={classes.title}>
        <h1>Rejects &amp; ledger</h1>
        <span className={classes.faint}>Every message from the broker, accounted for</span>
        <span className={classes.end}>
          {me?.admin && (
            <PageLink className={`link ${classes.events}`} href="/events">
              System events
            </PageLink>
          )}
          {(whole !== false || operator) && (
            <Segmented
              label="Range"
              choices={SPANS}
              value={view.span}
              onChange={(span) => show({ ...view, span, hour: null })}
            />
          )}
        </span>
      </div>
      {whole === false && (
        <div className={classes.whole}>
          <Arrival />
          <p>
            {OF_ALL_SITES}
            {!operator && " Rejected messages are shown to operators of the site of their device."}
          </p>
        </div>
      )}
      {whole === true && !data && error && <LedgerFailed error={error} />}
      {whole !== false && !data && !error && <SkeletonRows rows={4} />}
      {data && (
        <div data-old={isPlaceholderData || undefined}>
          <Equation
            ledger={data}
            books={watch?.ledger.differences ?? []}
            dropped={watch?.broker.dropped ?? null}
          />
          <LedgerBars
            hours={data.hours}
            books={watch?.ledger.differences ?? []}
            dropped={watch?.broker.dropped?.last ?? null}
            spanHours={hours}
            zone={zone}
            selected={view.hour}
            onSelect={(hour) => show({ ...view, hour })}
          />
          <p className={classes.note}>
            Hours of {zoneWords(serverNow(), zone)}. The dotted hour is still open.
            {watch?.ledger.checked != null && (
              <>
                {" "}
                Rows counted at <Moment at={watch.ledger.checked} zone={zone} />.
              </>
            )}
          </p>
        </div>
      )}
      {watch && whole && <Differences of={watch.ledger.differences} zone={zone} />}
      {watch && whole && <Broker watch={watch} zone={zone} />}
      {(operator || whole) && (
        <Rejects
          view={view}
          hours={hours}
          zone={zone}
          onView={show}
          total={data?.total ?? null}
          counted={isPlaceholderData ? null : (counted ?? null)}
          countedAt={dataUpdatedAt}
        />
      )}
    </>
  );
}
