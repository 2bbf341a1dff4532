// What to look at if nothing arrives.
import Link from "next/link";
import type { ReactNode } from "react";
import { ONE_PROBE } from "@/domain/snippets/target";
import type { DeviceDetail } from "@/domain/types";
import { Icon } from "@/ui/icon";
import classes from "./hints.module.css";

export function Hints({ device, long }: { device: DeviceDetail; zone: string; long: boolean }) {
  return (
    <div className={classes.hints} data-long={long || undefined}>
      <h3>Nothing after a minute?</h3>
      <ul>
        <Hint>
          The last part of the topic is the channel. A device with one probe uses{" "}
          <code>{ONE_PROBE}</code>.
        </Hint>
        <Hint>
          Send a number, like <code>12.6</code>, or <code>{'{"value": 12.6}'}</code>. Text with a
          unit is rejected.
        </Hint>
        <Hint>
          What could not be read is kept under{" "}
          <Link className="link" href={`/ledger?device=${device.name}`} target="_blank">
            Rejects
          </Link>
          , with the reason.
        </Hint>
      </ul>
    </div>
  );
}

const Hint = ({ children }: { children: ReactNode }) => (
  <li>
    <Icon name="info" />
    <span>{children}</span>
  </li>
);
