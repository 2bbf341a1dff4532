"use client";
// The export button and its dialog.
import { Modal } from "@mantine/core";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import type { SharedView } from "./view";
import classes from "./export-dialog.module.css";
import { ExportForm } from "./export-form";

export function ExportButton({ view }: { view: SharedView }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button aria-label="Export" onClick={() => setOpened(true)}>
        <Icon name="download" />
        <span className={classes.word}>Export</span>
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="Export readings"
        size={500}
        classNames={{ content: classes.content, title: classes.title, body: classes.body }}
        closeButtonProps={{ "aria-label": "Close" }}
        attributes={{ header: { role: "presentation" } }}
        transitionProps={{ duration: 120 }}
      >
        <ExportForm view={view} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}
