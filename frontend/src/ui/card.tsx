"use client";
// A card beside a list: what was chosen there, or a form about it.
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
  const asked = onClose !== undefined;
  useEffect(() => {
    // Where the card stands above its list, who chose something below would not see it come.
    const top = card.current?.getBoundingClientRect().top ?? 0;
    const unseen = top < 0 || top > window.innerHeight / 2;
    if (asked && unseen && window.matchMedia(ABOVE).matches) card.current?.scrollIntoView();
  }, [asked, title]);
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

/** A list with a card beside it; where there is no room, the card comes first. */
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

/** Names and what they are. */
export function Facts({ of }: { of: [name: string, what: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {of.map(([name, what]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
