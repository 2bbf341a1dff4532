// How many channels a device has of those it may have, once they become few; and silent ones.
import Link from "next/link";
import { count } from "@/domain/format";
import type { DeviceDetail } from "@/domain/types";
import { Note } from "@/ui/note";
import classes from "./channels.module.css";

/** The part of the channels from which on the page warns. */
const FEW_LEFT = 0.75;

export function ChannelRoom({ device }: { device: DeviceDetail }) {
  const { channels_used: used, channels_most: most, expired } = device;
  return (
    <>
      {used >= FEW_LEFT * most && (
        <div className={classes.room} data-testid="channel-room">
          <Note
            tone={used >= most ? "bad" : undefined}
            title={`${count(used)} of ${count(most)} channels are in use`}
          >
            {used >= most
              ? "A new channel is rejected unless a proposal has been silent for an hour and makes room. "
              : `Beyond ${count(most)}, new channels are rejected. `}
            Ignore the channels that nobody needs: they no longer count.
          </Note>
        </div>
      )}
      {expired > 0 && (
        <p className={classes.silent}>
          {expired === 1
            ? "1 proposal of this device has expired, as it was silent."
            : `${count(expired)} proposals of this device have expired, as they were silent.`}{" "}
          <Link className="link" href="/proposals?show=expired">
            Show expired proposals
          </Link>
        </p>
      )}
    </>
  );
}
