"use client";
// The excursions in the range beside the graph; each zooms the graph to itself and filters the table.
import { Sentence } from "@/parts/moment";
import { clock } from "@/time/moment";
import { useState, type KeyboardEvent } from "react";
import { MOST_EXCURSIONS, useExcursions } from "@/data/api/excursions";
import { useReading } from "@/data/preferences";
import { count } from "@/domain/format";
import type { GraphData } from "@/domain/graph-data";
import type { Excursion, Statistics } from "@/domain/types";
import { StateIcon } from "@/parts/state-mark";
import { follows, type Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { SkeletonRows } from "@/ui/skeleton";
import {
  byDay,
  dayWords,
  extremeWords,
  lastedWords,
  noneWords,
  unknownWords,
  whenWords,
} from "./excursion-words";
import type { Focus } from "./use-focus";
import classes from "./excursions.module.css";

const SIDES = { above: "Above limit", below: "Below limit" } as const;

interface Props {
  id: string;
  range: Range;
  zone: string;
  focus: Focus;
  /** The graph's data and the figures, which say what an empty list means. */
  graph: GraphData | null;
  figures: Statistics | undefined;
}

export function Excursions({ id, range, zone, focus, graph, figures }: Props) {
  const [all, setAll] = useState(false);
  const { data, isError } = useExcursions(
    [id],
    range,
    serverNow,
    all ? MOST_EXCURSIONS : undefined,
  );
  const list = data?.[0];
  const live = follows(range) || range.to >= serverNow();
  return (
    <section
      className={classes.panel}
      aria-label="Excursions"
      data-testid="excursions"
      id="excursions"
    >
      <header>
        <h2>Excursions</h2>
        {list && list.total > 0 && (
          <span className={classes.total} data-testid="excursions-total">
            {count(list.total)}
          </span>
        )}
      </header>
      {focus.span && (
        <a className={`link ${classes.back}`} {...focus.linkBack} data-testid="excursion-back">
          <Icon name="left" size={14} />
          {focus.backWords(zone)}
        </a>
      )}
      {list ? (
        list.items.length > 0 ? (
          <>
            <Days items={list.items} zone={zone} live={live} focus={focus} />
            {list.more && (
              <More
                number={list.total - list.items.reduce((sum, { times }) => sum + times, 0)}
                onAll={all ? null : () => setAll(true)}
              />
            )}
          </>
        ) : (
          figures &&
          graph && (
            <p className={classes.none} data-testid="no-excursions">
              {noneWords(figures, graph.limits, graph.from, zone)}
            </p>
          )
        )
      ) : isError ? (
        <p className={classes.none}>
          The excursions in this range could not be loaded. The page retries automatically.
        </p>
      ) : (
        <SkeletonRows rows={2} />
      )}
    </section>
  );
}

/** Arrow keys move through the list, as j and k do in lists that fill a page. */
function onArrows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-excursion]")];
  const at = links.findIndex((link) => link === document.activeElement);
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

function Days({
  items,
  zone,
  live,
  focus,
}: {
  items: Excursion[];
  zone: string;
  live: boolean;
  focus: Focus;
}) {
  return (
    <div className={classes.days} onKeyDown={onArrows}>
      {byDay(items, zone).map((group) => (
        <div key={`${group.day}${group.items[0]?.from ?? 0}`}>
          <h3>{dayWords(group.day, serverNow(), zone)}</h3>
          <ol>
            {group.items.map((item) => (
              <li key={`${item.side}${item.from}`}>
                <Entry item={item} zone={zone} live={live} focus={focus} />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

function Entry({
  item,
  zone,
  live,
  focus,
}: {
  item: Excursion;
  zone: string;
  live: boolean;
  focus: Focus;
}) {
  const { unit } = useReading();
  const unknown = unknownWords(item);
  const when = whenWords(item, zone, live);
  const seconds = /:\d\d:/.test(when);
  return (
    <a
      className={classes.entry}
      {...focus.linkTo(item)}
      aria-current={focus.isOn(item) || undefined}
      data-excursion={item.from}
      data-side={item.side}
    >
      <StateIcon state={item.side} />
      <span className={classes.when}>
        <span className="visually-hidden">{SIDES[item.side]} </span>
        <Sentence
          text={when}
          times={[item.from, item.to]}
          zone={zone}
          as={(at, _now, zone) => clock(at, zone, seconds)}
        />
      </span>
      <b>{lastedWords(item)}</b>
      <span className={classes.how}>
        <Sentence
          text={extremeWords(item, unit, zone)}
          times={[item.extreme.time]}
          zone={zone}
          as={(at, _now, zone) => clock(at, zone)}
        />
        {unknown !== null && <span className={classes.unknown}>; {unknown}</span>}
      </span>
    </a>
  );
}

function More({ number, onAll }: { number: number; onAll: (() => void) | null }) {
  return (
    <p className={classes.more} data-testid="excursions-more">
      {onAll ? (
        <Button size="sm" onClick={onAll}>
          {count(number)} more
        </Button>
      ) : (
        `${count(number)} more, earlier in this range. Choose a shorter one to see them.`
      )}
    </p>
  );
}
