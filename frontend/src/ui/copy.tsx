"use client";
// Copying text: a button, and a read-only field with one.
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import classes from "./copy.module.css";
import { Icon } from "./icon";

const SHOWN_MS = 4000;

export function CopyButton({
  text,
  what,
  kind = "bare",
  className,
  onCopy,
  onBlocked,
}: {
  text: string;
  /** "Copy password": what a screen reader says. */
  what: string;
  kind?: "bare" | "plain";
  className?: string;
  onCopy?: () => void;
  /** There is no clipboard, as on a page without TLS: select the text for Ctrl+C. */
  onBlocked: () => void;
}) {
  const [state, setState] = useState<"ready" | "done" | "blocked">("ready");
  useEffect(() => {
    if (state === "ready") return;
    const timer = setTimeout(() => setState("ready"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("done");
      onCopy?.();
    } catch {
      setState("blocked");
      onBlocked();
    }
  };
  return (
    <Button
      size="sm"
      kind={kind}
      className={`${classes.button} ${className ?? ""}`}
      data-done={state === "done" || undefined}
      aria-label={what}
      onClick={() => void copy()}
    >
      <Icon name={state === "done" ? "check" : "copy"} />
      <span aria-live="polite">
        {state === "done" ? "Copied" : state === "blocked" ? "Press Ctrl+C" : "Copy"}
      </span>
    </Button>
  );
}

/** A value to be copied; it can be selected as well. */
export function CopyField({
  label,
  text,
  hint,
  onCopy,
}: {
  label: string;
  text: string;
  hint?: string;
  onCopy?: () => void;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.box}>
        <input
          ref={field}
          id={id}
          className="mono"
          readOnly
          value={text}
          onFocus={(event) => event.target.select()}
          onCopy={onCopy}
        />
        <CopyButton
          text={text}
          what={`Copy ${label.toLowerCase()}`}
          onCopy={onCopy}
          onBlocked={() => field.current?.focus()}
        />
      </div>
      {hint && <span className={classes.hint}>{hint}</span>}
    </div>
  );
}
