"use client";
// A value to copy: with a button, or by hand where the browser blocks the clipboard.
import { useId, useState } from "react";
import { Button } from "./button";
import classes from "./copy-field.module.css";
import { Icon } from "./icon";

export function CopyField({
  label,
  value,
  onCopied,
}: {
  label: string;
  value: string;
  onCopied?: () => void;
}) {
  const id = useId();
  const [copied, setCopied] = useState<"no" | "yes" | "blocked">("no");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied("yes");
      onCopied?.();
    } catch {
      const field = document.getElementById(id);
      if (field instanceof HTMLInputElement) field.select();
      setCopied("blocked");
    }
  };
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <div className={classes.box}>
        <input
          id={id}
          readOnly
          className="mono"
          value={value}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          onCopy={onCopied}
        />
        <Button
          kind="bare"
          size="sm"
          aria-label={`Copy ${label.toLowerCase()}`}
          onClick={() => void copy()}
        >
          <Icon name={copied === "yes" ? "check" : "copy"} />
          {copied === "yes" ? "Copied" : "Copy"}
        </Button>
      </div>
      <span className={classes.said} role="status">
        {copied === "blocked" &&
          "This browser blocks the clipboard. The text is selected: copy it with Ctrl+C."}
      </span>
    </div>
  );
}
