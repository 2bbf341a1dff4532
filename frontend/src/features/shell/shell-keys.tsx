"use client";
// The keyboard shortcuts of every page, and the list of all shortcuts ("?").
import { Modal } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useReading, useSetUnit } from "@/data/preferences";
import { useKeys } from "@/ui/use-keys";
import { leave } from "@/ui/leave";
import { PageLink } from "@/ui/page-link";
import classes from "./shell-keys.module.css";

const HELP: [group: string, keys: [string, string][]][] = [
  [
    "Everywhere",
    [
      ["/", "search"],
      ["g o", "overview"],
      ["g c", "compare"],
      ["g d", "devices"],
      ["g p", "proposals"],
      ["g l", "rejects and ledger"],
      ["g s", "sites and access"],
      ["u", "switch between °C and °F"],
      ["?", "show this list"],
    ],
  ],
  [
    "Lists",
    [
      ["j k", "next and previous row"],
      ["Enter", "open"],
    ],
  ],
  [
    "Graph",
    [
      ["← →", "move the cursor by one point, with Shift by ten"],
      ["[ ]", "move earlier or later"],
      ["+ −", "zoom in or out"],
      ["Backspace", "previous range"],
      ["f", "follow live data"],
      ["1 – 6", "range from 1 h to 1 y"],
      ["r", "choose a range: a day, a night, a week, a month"],
      ["t", "graph or table"],
      ["x", "correct the reading at the cursor, or all in view"],
    ],
  ],
  [
    "Compare",
    [
      ["a", "add a sensor"],
      ["b", "compare with the previous period"],
    ],
  ],
];

export function ShellKeys() {
  const router = useRouter();
  const { unit } = useReading();
  const setUnit = useSetUnit();
  const [opened, setOpened] = useState(false);
  useKeys({
    "g o": () => leave(() => router.push("/")),
    "g c": () => leave(() => router.push("/compare")),
    "g d": () => leave(() => router.push("/devices")),
    "g p": () => leave(() => router.push("/proposals")),
    "g l": () => leave(() => router.push("/ledger")),
    "g s": () => leave(() => router.push("/sites")),
    u: () => setUnit(unit === "C" ? "F" : "C"),
    "?": () => setOpened((before) => !before),
  });
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title="Keyboard shortcuts"
      size={440}
      classNames={{ content: classes.content, title: classes.title }}
      closeButtonProps={{ "aria-label": "Close" }}
      attributes={{ header: { role: "presentation" } }}
    >
      <p className={classes.more}>
        <PageLink className="link" href="/help" onClick={() => setOpened(false)}>
          Help and documents
        </PageLink>
      </p>
      {HELP.map(([group, keys]) => (
        <section key={group} className={classes.group}>
          <h3>{group}</h3>
          <dl>
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt>
                  {key
                    .split(" ")
                    .map((part) => (part === "–" ? " to " : <kbd key={part}>{part}</kbd>))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
