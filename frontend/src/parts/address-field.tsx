"use client";
// A web address (slug): proposed from the name, and a field of its own once somebody wants another.
import { useState } from "react";
import { TextField } from "@/ui/field";
import classes from "./address-field.module.css";

export function AddressField({
  before,
  proposed,
  value,
  open = false,
  wrong,
  onChange,
}: {
  /** What stands before it: "linden-pharmacy/". */
  before: string;
  /** The address that the name makes. */
  proposed: string;
  /** The address that was typed; null while the proposal is used. */
  value: string | null;
  /** Show the field even for a proposal. */
  open?: boolean;
  wrong: string | null;
  onChange: (value: string) => void;
}) {
  const [asked, setAsked] = useState(false);
  if (value === null && wrong === null && !open)
    return (
      <p className={classes.address}>
        {proposed === "" ? (
          "The web address is made from the name."
        ) : (
          <>
            Web address{" "}
            <code>
              {before}
              {proposed}
            </code>{" "}
            <button
              type="button"
              className={classes.change}
              onClick={() => {
                setAsked(true);
                onChange(proposed);
              }}
            >
              Change
            </button>
          </>
        )}
      </p>
    );
  const address = value ?? proposed;
  return (
    <TextField
      label="Web address"
      name="slug"
      className="mono"
      value={address}
      maxLength={64}
      spellCheck={false}
      autoCapitalize="none"
      autoFocus={asked}
      wrong={wrong}
      hint={`${before}${address || "…"}, used in links and exports. It cannot be changed later.`}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
