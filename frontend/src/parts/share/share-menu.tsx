"use client";
// Sharing the view: a link with fixed times or one that follows now, and the graph as an image.
import { Popover } from "@mantine/core";
import { useId, useState } from "react";
import { follows, type Range } from "@/time/range";
import { count } from "@/domain/format";
import { viewLink } from "@/domain/view-link";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { Icon } from "@/ui/icon";
import { Segmented } from "@/ui/segmented";
import { fields } from "@/time/zone";
import { canCopyPicture, copyPicture, downloadPicture, fileName, makePicture } from "./picture";
import type { SharedView } from "./view";
import classes from "./share-menu.module.css";

type Kind = "still" | "following";
const KINDS = [
  { key: "still", label: "These times" },
  { key: "following", label: "Live" },
] as const;

/** "all 721 rows of the table" */
const rowsWords = (rows: number): string =>
  rows === 1 ? "the row of the table" : `all ${count(rows)} rows of the table`;

export function ShareMenu({ view }: { view: SharedView }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="none"
      trapFocus
      returnFocus
      classNames={{ dropdown: classes.dropdown }}
    >
      <Popover.Target>
        <Button aria-label="Share" onClick={() => setOpened((before) => !before)}>
          <Icon name="link" />
          <span className={classes.word}>Share</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Share this view">
        {opened && <Share view={view} onClose={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Share({ view, onClose }: { view: SharedView; onClose: () => void }) {
  const following = follows(view.range) ? view.range : null;
  const [kind, setKind] = useState<Kind>("still");
  const [done, setDone] = useState("");
  const [fixed] = useState<Range>(() => ({ from: Math.floor(view.from), to: Math.floor(view.to) }));
  const field = useId();
  const link = viewLink(
    window.location.href,
    kind === "following" && following ? following : fixed,
  );
  const graph = view.canvas();
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setDone("Link copied");
    } catch {
      document.getElementById(field)?.focus();
      setDone("This browser blocks the clipboard. The link is selected: copy it with Ctrl+C.");
    }
  };
  const sharePicture = async (
    send: (picture: HTMLCanvasElement) => Promise<void>,
    success: string,
  ) => {
    if (!graph) return;
    try {
      await send(makePicture(graph, view.words()));
      setDone(success);
    } catch {
      setDone("The image could not be created.");
    }
  };
  const { year, month, day } = fields(view.from, view.zone);
  const name = fileName(
    view.words().title,
    [year, month, day].map((n) => String(n).padStart(2, "0")).join("-"),
  );
  return (
    <div className={classes.share}>
      <h2>Share this view</h2>
      {following && (
        <Segmented
          small
          label="What the link shows"
          choices={KINDS}
          value={kind}
          onChange={setKind}
        />
      )}
      <label className={classes.field} htmlFor={field}>
        <span className="visually-hidden">Link</span>
        <input id={field} readOnly value={link} onFocus={(event) => event.target.select()} />
      </label>
      <Button kind="primary" onClick={() => void copyLink()} data-autofocus>
        <Icon name="link" />
        Copy link
      </Button>
      <p className={classes.note}>
        {kind === "following"
          ? "The link always shows the latest data."
          : "The link always shows these times, sensors and settings."}{" "}
        Recipients see only sensors they have access to.
      </p>
      <div className={classes.pictures}>
        <Button
          disabled={!graph}
          onClick={() =>
            void sharePicture((picture) => downloadPicture(picture, name), "Image downloaded")
          }
        >
          <Icon name="download" />
          Download image
        </Button>
        {canCopyPicture() && (
          <Button disabled={!graph} onClick={() => void sharePicture(copyPicture, "Image copied")}>
            <Icon name="copy" />
            Copy image
          </Button>
        )}
      </div>
      <p role="status" className={classes.done}>
        {done}
      </p>
      <div className={classes.print}>
        <Button
          onClick={() => {
            onClose();
            // The dialog of the browser stops the page, which has to close this one before.
            setTimeout(() => window.print());
          }}
        >
          <Icon name="print" />
          Print
        </Button>
        {view.paper && (
          <Checkbox checked={view.paper.withRows} onChange={view.paper.onWithRows}>
            With {rowsWords(view.paper.rows())}
          </Checkbox>
        )}
      </div>
    </div>
  );
}
