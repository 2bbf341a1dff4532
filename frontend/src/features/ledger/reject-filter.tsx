// What the list of rejects is limited to: a reason, an hour, a device.
import { Moment, Written } from "@/parts/moment";
import { clock } from "@/time/moment";
import type { Reason, ReasonCount } from "@/domain/types";
import { Button } from "@/ui/button";
import { Chip, Chips } from "@/ui/chip";
import type { LedgerView } from "./view";
import classes from "./rejects.module.css";

const HOUR = 3_600_000;

export function RejectFilter({
  counts,
  view,
  zone,
  onView,
}: {
  counts: ReasonCount[];
  view: LedgerView;
  zone: string;
  onView: (view: LedgerView) => void;
}) {
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={classes.head}>
      <h2>
        Rejects
        {view.device !== null && ` of ${view.device}`}
        {view.hour !== null && (
          <>
            , <Moment at={view.hour} zone={zone} /> to{" "}
            <Written at={view.hour + HOUR} zone={zone}>
              {clock(view.hour + HOUR, zone)}
            </Written>
          </>
        )}
      </h2>
      {view.device !== null && (
        <Clear label="Show all devices" onPress={() => onView({ ...view, device: null })} />
      )}
      {all > 0 && <Reasons counts={counts} all={all} view={view} onView={onView} />}
      {view.hour !== null && (
        <Clear label="Show all hours" onPress={() => onView({ ...view, hour: null })} />
      )}
    </div>
  );
}

function Clear({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <Button kind="bare" size="sm" onClick={onPress}>
      {label}
    </Button>
  );
}

function Reasons({
  counts,
  all,
  view,
  onView,
}: {
  counts: ReasonCount[];
  all: number;
  view: LedgerView;
  onView: (view: LedgerView) => void;
}) {
  return (
    <Chips label="Reason">
      <Chip
        pressed={view.reason === null}
        number={all}
        onPress={() => onView({ ...view, reason: null })}
      >
        All
      </Chip>
      {counts.map((reason) => (
        <Chip
          key={reason.reason}
          pressed={view.reason === reason.reason}
          number={reason.count}
          onPress={() =>
            onView({
              ...view,
              reason: view.reason === reason.reason ? null : (reason.reason as Reason),
            })
          }
        >
          {reason.title}
        </Chip>
      ))}
    </Chips>
  );
}
