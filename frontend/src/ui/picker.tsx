"use client";
// A search field above an open list of choices: one click chooses, arrow keys and Enter too.
import { useEffect, useId, useRef, useState } from "react";
import classes from "./picker.module.css";

export interface Choice {
  value: string;
  label: string;
  /** A second line: what tells this choice from the others. */
  about?: string | null;
  group: string;
}

export function Picker({
  label,
  choices,
  value,
  text,
  placeholder,
  empty,
  onText,
  onChoose,
}: {
  label: string;
  /** The choices that match `text`, with those of a group together. */
  choices: Choice[];
  value: string | null;
  text: string;
  placeholder: string;
  empty: string;
  onText: (text: string) => void;
  onChoose: (value: string) => void;
}) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(-1);
  const at = Math.min(active, choices.length - 1);
  const optionId = (index: number) => `${id}-${index}`;
  useEffect(() => {
    list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive(Math.max(0, Math.min(choices.length - 1, at + step)));
    }
    if (event.key === "Enter") {
      const choice = choices[at];
      // Enter chooses; it submits the form only where nothing is pointed at.
      if (choice) event.preventDefault();
      if (choice) onChoose(choice.value);
      setActive(-1);
    }
  };
  return (
    <div className={classes.picker}>
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={at >= 0 ? optionId(at) : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setActive(-1);
          onText(event.target.value);
        }}
      />
      {choices.length === 0 ? (
        <p className={classes.empty} role="status">
          {empty}
        </p>
      ) : null}
      <ul
        ref={list}
        role="listbox"
        id={`${id}-list`}
        aria-label={label}
        hidden={choices.length === 0}
      >
        {choices.map((choice, index) => (
          <li key={choice.value} role="presentation">
            {choice.group !== choices[index - 1]?.group && (
              <span className={classes.group} role="presentation">
                {choice.group}
              </span>
            )}
            <div
              role="option"
              id={optionId(index)}
              className={classes.choice}
              aria-selected={choice.value === value}
              data-active={index === at || undefined}
              onClick={() => onChoose(choice.value)}
            >
              <span className="mono">{choice.label}</span>{" "}
              {choice.about && <span className={classes.about}>{choice.about}</span>}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
