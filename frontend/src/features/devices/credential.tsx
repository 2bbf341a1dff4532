"use client";
// The device's credential: version, when it was made and applied, and what to do where it is not.
import { useBroker } from "@/data/api/broker";
import type { DeviceDetail } from "@/domain/types";
import { Moment } from "@/parts/moment";
import { fullText } from "@/time/moment";
import { useNow } from "@/time/now";
import { Note } from "@/ui/note";
import { useDeviceZone } from "./use-device-zone";
import { credentialWords } from "./credential-words";
import { FactList, type Fact } from "./fact-list";

export function CredentialFacts({ device }: { device: DeviceDetail }) {
  const now = useNow();
  const zone = useDeviceZone(device);
  const broker = useBroker().data;
  const { version, made, applied } = device.credential;
  const words = credentialWords(device, broker, now, zone);
  const facts: Fact[] = [
    ["State", <span key="state">{words.word}</span>],
    ["Version", version > 0 ? String(version) : null],
    ["Made", made === null ? null : <Moment key="made" at={made} zone={zone} as={fullText} />],
    [
      "Applied",
      applied === null ? null : <Moment key="applied" at={applied} zone={zone} as={fullText} />,
    ],
  ];
  const isBad = words.tone === "bad";
  return (
    <section
      aria-labelledby="credential"
      data-testid="credential"
      data-state={device.credential.state}
    >
      <h2 id="credential">Credential</h2>
      <FactList of={facts} />
      {words.text !== null && (
        <Note
          tone={isBad ? "bad" : undefined}
          title={isBad ? "The device cannot log in with its newest password" : undefined}
        >
          {words.text}
        </Note>
      )}
    </section>
  );
}
