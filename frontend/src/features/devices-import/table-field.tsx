"use client";
// The table of devices as text: pasted, dropped or chosen as a file; spreadsheets' own formats are refused.
import { useId, useState } from "react";
import { useCsvForm } from "@/data/csv-form";
import { Button } from "@/ui/button";
import { NotesField } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { COLUMNS, downloadCsv, template } from "./template";
import classes from "./import-page.module.css";

/** What the server takes, bytes. */
const MOST_BYTES = 1024 * 1024;

/** The text of a file, or a sentence why it is none. */
async function readTable(file: File): Promise<{ text: string } | { wrong: string }> {
  if (file.size > MOST_BYTES)
    return { wrong: `${file.name} is larger than 1 MiB, or about 5,000 devices. Split it.` };
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    // A byte order mark is not part of the first column's name.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) throw new TypeError("binary");
    return { text };
  } catch {
    return { wrong: `${file.name} is not a text in UTF-8. Save the table as “CSV UTF-8”.` };
  }
}

export function TableField({
  text,
  site,
  busy,
  onText,
  onFile,
}: {
  text: string;
  site: string;
  busy: boolean;
  onText: (text: string) => void;
  onFile: (text: string) => void;
}) {
  const input = useId();
  const [form] = useCsvForm();
  const [wrong, setWrong] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const table = await readTable(file);
    setWrong("wrong" in table ? table.wrong : null);
    if ("text" in table) onFile(table.text);
  };
  return (
    <div
      className={classes.table}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <div className={classes.tools}>
        <Button disabled={busy} onClick={() => document.getElementById(input)?.click()}>
          Choose a file
        </Button>
        <input
          id={input}
          type="file"
          accept=".csv,text/csv,text/plain"
          className="visually-hidden"
          tabIndex={-1}
          aria-label="CSV file"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button
          kind="bare"
          onClick={() => downloadCsv(template(site, form), "isotherm-devices.csv", form)}
        >
          <Icon name="download" />
          Template
        </Button>
      </div>
      <NotesField
        label="Devices, one a line"
        name="csv"
        className="mono"
        rows={10}
        spellCheck={false}
        disabled={busy}
        value={text}
        wrong={wrong}
        hint={`The first line names the columns: ${COLUMNS.join(", ")}. name and site are needed; the name never changes, the site is its slug.`}
        placeholder={template(site, form)}
        onChange={(event) => {
          setWrong(null);
          onText(event.target.value);
        }}
      />
    </div>
  );
}
