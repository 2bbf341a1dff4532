"use client";
// A card beside a list: the selected entry, or a form about it.
import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "./button";
import classes from "./card.module.css";
import { Icon } from "./icon";

const ABOVE = "(max-width: 1359px)";

export function Card({
  title,
  onClose,
  children,
  testId,
}: {
  title: string;
  onClose?: () => void;
  children: ReactNode;
  testId?: string;
}) {
  const card = useRef<HTMLElement>(null);
  const closable = onClose !== undefined;
  useEffect(() => {
    // On narrow screens the card is above its list and may be out of view: scroll to it.
    const top = card.current?.getBoundingClientRect().top ?? 0;
    const unseen = top < 0 || top > window.innerHeight / 2;
    if (closable && unseen && window.matchMedia(ABOVE).matches) card.current?.scrollIntoView();
  }, [closable, title]);
  return (
    <aside ref={card} className={classes.card} aria-label={title} data-testid={testId}>
      <header>
        <h2>{title}</h2>
        {onClose && (
          <Button kind="bare" size="sm" icon aria-label="Close" onClick={onClose}>
            <Icon name="x" />
          </Button>
        )}
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}

/** A list with a card beside it; on narrow screens the card is above the list. */
export function Split({
  card,
  children,
  label,
}: {
  card: ReactNode;
  children: ReactNode;
  label?: string;
}) {
  return (
    <section className={classes.split} data-open={card ? true : undefined} aria-label={label}>
      <div className={classes.list}>{children}</div>
      {card}
    </section>
  );
}

/** A list of names and values. */
export function Facts({ of }: { of: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
