"use client";
// One reject in full: why, from where, its bytes, and what to do.
import { useState } from "react";
import { count } from "@/lib/format";
import { clock, day } from "@/lib/moment";
import type { Reject } from "@/lib/types";
import { offsetName } from "@/lib/zone";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Segmented } from "@/ui/segmented";
import { hexLines } from "./hex";
import classes from "./reject-card.module.css";

type Form = "text" | "hex";

const FORMS: { key: Form; label: string }[] = [{ key: "text", label: "Text" }, { key: "hex", label: "Hex" }];

function received(at: number, zone: string): string {
  const milliseconds = String(Math.floor(at % 1000)).padStart(3, "0");
  return `${day(at, zone)}, ${clock(at, zone, true)}.${milliseconds} ${offsetName(at, zone)}`;
}

export function RejectCard({ reject, zone, onClose }: { reject: Reject; zone: string; onClose: () => void }) {
  const [wanted, setWanted] = useState<Form>("text");
  const form: Form = reject.payload_text === null ? "hex" : wanted;
  const cut = reject.payload_hex.length / 2 < reject.payload_bytes;
  return (
    <aside className={classes.card} aria-label={reject.title} data-testid="reject-card">
      <header>
        <h2>{reject.title}</h2>
        <Button kind="bare" size="sm" icon aria-label="Close" onClick={onClose}><Icon name="x" /></Button>
      </header>
      <div className={classes.body}>
        <dl className={classes.facts}>
          <dt>Reason</dt><dd><code>{reject.reason}</code></dd>
          <dt>Topic</dt><dd><code>{reject.topic}</code></dd>
          <dt>Received</dt><dd>{received(reject.received, zone)}</dd>
          {reject.element !== null && <><dt>Element</dt><dd>{count(reject.element + 1)} of the array, from 1</dd></>}
          {reject.detail && <><dt>Found</dt><dd>{reject.detail}</dd></>}
        </dl>
        <div className={classes.payload}>
          <h3>Payload, {count(reject.payload_bytes)} {reject.payload_bytes === 1 ? "byte" : "bytes"}</h3>
          {reject.payload_text !== null && <Segmented small label="Show payload as" choices={FORMS} value={form} onChange={setWanted} />}
        </div>
        <pre className={classes.bytes} data-form={form}>
          {form === "text" ? reject.payload_text : hexLines(reject.payload_hex).join("\n")}
        </pre>
        {form === "hex" && cut && <p className={classes.faint}>The first {count(reject.payload_hex.length / 2)} bytes.</p>}
        <p>{reject.cure}</p>
      </div>
    </aside>
  );
}
