"use client";
// The graph of one sensor or of up to eight. Its element carries the first line's columns as
// `element.isotherm` and all lines as `element.isothermLines`, so that a test can compare; data-drawn
// is true once the data of the range in view is on the canvas.
import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { unitSign } from "@/domain/format";
import { serverNow } from "@/time/server-clock";
import type { GraphData, GraphPoint } from "@/domain/graph-data";
import type { Unit } from "@/domain/types";
import { useKeys } from "@/ui/use-keys";
import { usePrinting } from "@/ui/use-printing";
import { Crosshair } from "./crosshair";
import { outsideWords } from "./outside";
import { OutsideNote } from "./outside-note";
import { useAxis } from "./use-axis";
import { useScrollHint } from "./use-scroll-hint";
import { hoverAt, hoverStep, lineAt, stretchAt, type Hover } from "./hover";
import { pointAt, type GraphLine } from "./line";
import { modelOf, type Model } from "./model";
import { useGestures } from "./gestures";
import type { Span } from "./span";
import { PaperGraph } from "./paper-graph";
import { useHeldSpan } from "./use-held-span";
import { usePlot } from "./use-plot";
import { readColours } from "./view";
import classes from "./graph.module.css";

/** The cursor's position and each line's point there. */
export interface GraphCursor {
  /** Milliseconds: the drawn time of the nearest point. */
  at: number;
  points: Readonly<Record<string, GraphPoint | null>>;
}

interface GraphProps {
  /** One to eight lines at their own time, and those of an earlier period. */
  lines: readonly GraphLine[];
  /** The range in view: the data's, or the next one while its data is loading. */
  from: number;
  to: number;
  unit: Unit;
  zone: string;
  phone: boolean;
  /** In pixels; by default what the window leaves. */
  height?: number | null;
  follows: boolean;
  label: string;
  /** The data is still that of the previous range. */
  loading: boolean;
  /** The user chose another range by dragging, wheel or pinch. */
  onRange: (from: number, to: number, how: "drag" | "wheel") => void;
  onZoomOut: () => void;
  /** The key of a line that is pointed at elsewhere on the page: its limits and marks are drawn. */
  pointed?: string | null;
  /** A span, such as an excursion of a list, to be marked behind the data. */
  chosen?: { from: number; to: number } | null;
  onPointed?: (key: string | null) => void;
  onCursor?: (cursor: GraphCursor | null) => void;
  /** Opens a correction of a stretch; absent where the user may make none. */
  onCorrect?: (stretch: Span) => void;
}

declare global {
  interface HTMLElement {
    /** On the graph's element: the first line's columns. Times in ms, values in the reader's unit. */
    isotherm?: GraphData;
    isothermLines?: readonly GraphLine[];
    /** The ends of its vertical axis. */
    isothermAxis?: { min: number; max: number };
  }
}

/** The height that the window leaves, in steps of 20 pixels, so that resizing seldom redraws the plot. */
const fitting = (window: number): number =>
  Math.min(640, Math.max(372, Math.floor((window - 470) / 20) * 20));

export function Graph(props: GraphProps) {
  const { lines, unit, zone, phone, loading } = props;
  const held = useHeldSpan({ from: props.from, to: props.to }, (a, b) =>
    props.onRange(a, b, "wheel"),
  );
  const { from, to } = held.span;
  const moving = loading || held.moving;
  const follows = props.follows && !held.moving;
  const scheme = useComputedColorScheme("light");
  const box = useRef<HTMLDivElement>(null);
  const outer = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const [near, setNear] = useState<string | null>(null);
  const [width, setWidth] = useState(0);
  const { height: window } = useViewportSize();
  const printing = usePrinting();
  const height = props.height ?? (phone ? 300 : fitting(window));
  const sized = width > 0;
  const pointed = props.pointed ?? near;
  const [chosenFrom, chosenTo] = [props.chosen?.from ?? null, props.chosen?.to ?? null];
  const chosen = useMemo(
    () => (chosenFrom === null || chosenTo === null ? null : { from: chosenFrom, to: chosenTo }),
    [chosenFrom, chosenTo],
  );
  const [all, setAll] = useAxis();
  const hint = useScrollHint();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- readColours() reads CSS variables that change with the scheme
  const colours = useMemo(() => (sized ? readColours() : null), [scheme, sized]);
  const model = useMemo<Model | null>(
    () =>
      colours &&
      modelOf({
        lines,
        from,
        to,
        zone,
        phone,
        follows,
        unit,
        unitSign: unitSign(unit),
        colours,
        width,
        pointed,
        moving,
        all,
        now: serverNow(),
        chosen,
      }),
    [lines, from, to, zone, phone, follows, unit, colours, width, pointed, moving, all, chosen],
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const point = (next: Hover | null, now: Model, key: string | null) => {
    setHover(next);
    props.onCursor?.(
      next && {
        at: next.at,
        points: Object.fromEntries(now.lines.map((line) => [line.key, pointAt(line, next.at)])),
      },
    );
    if (key === near) return;
    setNear(key);
    props.onPointed?.(key);
  };
  const plot = usePlot(box, model, height, {
    onCursor: (u, now) => {
      const next = hoverAt(now, u.cursor.left ?? -1, u.over.clientWidth);
      const key =
        next && now.lines.length > 1
          ? (lineAt(now, next, u.cursor.top ?? -1, u.over.clientHeight)?.key ?? null)
          : null;
      point(next, now, key);
    },
    onDrawn: () => {
      const element = outer.current;
      if (!element) return;
      element.isotherm = lines[0]?.data;
      element.isothermLines = lines;
      if (model) element.isothermAxis = { min: model.scale.min, max: model.scale.max };
      element.setAttribute("data-drawn", String(!moving));
    },
    onSelect: (a, b, now) => {
      point(null, now, null);
      props.onRange(a, b, "drag");
    },
  });

  useGestures(box, model !== null, {
    range: held.current,
    onMove: (span) => {
      if (hover && model) point(null, model, null);
      held.move(span);
    },
    onRest: held.rest,
    onScroll: hint.show,
    onZoomOut: () => props.onZoomOut(),
    onCursor: (share) => {
      const over = plot.current?.over.clientWidth ?? 0;
      if (model) point(hoverAt(model, share * over, over), model, near);
    },
  });

  const step = (by: number) => {
    if (model) point(hoverStep(model, hover, by, plot.current?.over.clientWidth ?? 0), model, near);
  };
  useKeys({
    ArrowLeft: (event) => step(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => step(event.shiftKey ? 10 : 1),
    Escape: () => model && point(null, model, null),
    x: () => props.onCorrect?.((model && hover && stretchAt(model, hover)) ?? { from, to }),
  });

  return (
    <div
      ref={outer}
      className={classes.plot}
      data-testid="graph"
      data-phone={phone || undefined}
      // For its picture.
      data-outside={
        model && model.outside.length > 0 ? outsideWords(model.outside, model) : undefined
      }
    >
      <div
        ref={box}
        className={classes.canvas}
        style={{ height }}
        role="img"
        aria-label={props.label}
        data-testid="graph-canvas"
      />
      {printing && (
        <PaperGraph
          lines={lines}
          from={props.from}
          to={props.to}
          unit={unit}
          zone={zone}
          label={props.label}
        />
      )}
      {hover && model && !held.moving && <Crosshair hover={hover} model={model} outer={height} />}
      {hint.words && (
        <div className={classes.hint} data-testid="wheel-hint" aria-hidden="true">
          {hint.words}
        </div>
      )}
      {model && <OutsideNote model={model} all={all} onAll={setAll} onCorrect={props.onCorrect} />}
    </div>
  );
}
