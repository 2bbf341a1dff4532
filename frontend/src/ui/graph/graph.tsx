"use client";
// The graph of one sensor. Its element carries what it draws as `element.isotherm`, so that a test
// can compare; data-drawn is true once the data of the range in view is on the canvas.
import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { useViewportSize } from "@mantine/hooks";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import { unitSign } from "@/lib/format";
import type { GraphData } from "@/lib/graph-data";
import type { Unit } from "@/lib/types";
import { useKeys } from "@/lib/use-keys";
import { Crosshair, type Hover } from "./crosshair";
import { modelOf, hoverAt } from "./model";
import { graphOptions } from "./options";
import type { Model } from "./plugin";
import { useGestures } from "./gestures";
import { readColours } from "./view";
import classes from "./graph.module.css";

export interface GraphProps {
  data: GraphData;
  /** The range in view: that of the data, or the next one while its data comes. */
  from: number;
  to: number;
  unit: Unit;
  zone: string;
  phone: boolean;
  follows: boolean;
  label: string;
  /** The data is still that of the range before. */
  loading: boolean;
  /** Someone chose another range by dragging, wheel or pinch. */
  onRange: (from: number, to: number, how: "drag" | "wheel") => void;
  onZoomOut: () => void;
}

declare global {
  interface HTMLElement {
    /** On the graph's element: the columns it draws. Times in ms, values in the reader's unit. */
    isotherm?: GraphData;
  }
}

/** As tall as the window leaves room for, in steps, so that resizing seldom makes the graph anew. */
const fitting = (window: number): number => Math.min(640, Math.max(372, Math.floor((window - 470) / 20) * 20));

export function Graph(props: GraphProps) {
  const { data, from, to, unit, zone, phone, follows } = props;
  const scheme = useComputedColorScheme("light");
  const box = useRef<HTMLDivElement>(null);
  const outer = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const [width, setWidth] = useState(0);
  const { height: window } = useViewportSize();
  const height = phone ? 300 : fitting(window);
  const sized = width > 0;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the colours change with the scheme
  const colours = useMemo(() => (sized ? readColours() : null), [scheme, sized]);
  const model = useMemo<Model | null>(
    () => colours && modelOf({ data, from, to, zone, phone, follows, unit, unitSign: unitSign(unit), colours, width }),
    [data, from, to, zone, phone, follows, unit, colours, width],
  );
  const latest = useRef<{ model: Model | null; props: GraphProps }>({ model, props });
  useLayoutEffect(() => {
    latest.current = { model, props };
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const ready = model !== null;
  useEffect(() => {
    const element = box.current;
    if (!element || !ready) return;
    const current = () => latest.current.model as Model;
    const made = new uPlot(
      graphOptions(current, element.clientWidth, height, {
        onCursor: (u) => setHover(hoverAt(current(), u.cursor.left ?? -1, u.over.clientWidth)),
        onDrawn: () => outer.current?.setAttribute("data-drawn", String(!latest.current.props.loading)),
        onSelect: (a, b) => {
          setHover(null);
          latest.current.props.onRange(a, b, "drag");
        },
      }),
      [[], []], element,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [ready, height]);

  useEffect(() => {
    const u = plot.current;
    if (!u || !model) return;
    if (u.width !== width) u.setSize({ width, height });
    u.batch(() => {
      u.setData([model.data.time, model.data.avg], false);
      u.setScale("x", { min: model.from, max: model.to });
      u.setScale("y", { min: model.scale.min, max: model.scale.max });
    });
    u.redraw(false, true);
    if (outer.current) outer.current.isotherm = model.data;
  }, [model, width, height]);

  useGestures(box, ready ? `${height}` : "", {
    range: () => ({ from: latest.current.props.from, to: latest.current.props.to }),
    onRange: (a, b) => latest.current.props.onRange(a, b, "wheel"),
    onZoomOut: () => latest.current.props.onZoomOut(),
    onCursor: (share) => {
      const u = plot.current;
      if (u && latest.current.model) setHover(hoverAt(latest.current.model, share * u.over.clientWidth, u.over.clientWidth));
    },
  });

  const step = (by: number) => {
    const over = plot.current?.over.clientWidth ?? 0;
    if (!model) return;
    setHover((before) => hoverAt(model, before?.left ?? (by > 0 ? 0 : over), over, before?.index, by));
  };
  useKeys({
    ArrowLeft: (event) => step(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => step(event.shiftKey ? 10 : 1),
    Escape: () => setHover(null),
  });

  return (
    <div ref={outer} className={classes.plot} data-testid="graph" data-phone={phone || undefined}>
      <div ref={box} className={classes.canvas} style={{ height }} role="img" aria-label={props.label} data-testid="graph-canvas" />
      {hover && model && <Crosshair hover={hover} model={model} outer={height} />}
    </div>
  );
}
