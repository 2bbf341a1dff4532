// The one uPlot of a graph: made when there is a model, changed with it, drawn once a change.
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import uPlot from "uplot";
import type { Model } from "./model";
import { graphOptions } from "./options";

interface PlotWishes {
  onCursor: (u: uPlot, model: Model) => void;
  onDrawn: () => void;
  onSelect: (from: number, to: number, model: Model) => void;
}

export function usePlot(
  box: RefObject<HTMLElement | null>,
  model: Model | null,
  height: number,
  wishes: PlotWishes,
): RefObject<uPlot | null> {
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ model, wishes });
  useLayoutEffect(() => {
    latest.current = { model, wishes };
  });

  const ready = model !== null;
  useEffect(() => {
    const element = box.current;
    if (!element || !ready) return;
    const current = () => latest.current.model as Model;
    const made = new uPlot(
      graphOptions(current, element.clientWidth, height, {
        onCursor: (u) => latest.current.wishes.onCursor(u, current()),
        onDrawn: () => latest.current.wishes.onDrawn(),
        onSelect: (a, b) => latest.current.wishes.onSelect(a, b, current()),
      }),
      [[], []],
      element,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [box, ready, height]);

  useEffect(() => {
    const u = plot.current;
    const width = box.current?.clientWidth ?? 0;
    if (!u || !model) return;
    if (u.width !== width) u.setSize({ width, height });
    u.batch(() => {
      const data = model.lines[0]?.data;
      u.setData([data?.time ?? [], data?.avg ?? []], false);
      u.setScale("x", { min: model.from, max: model.to });
      u.setScale("y", { min: model.scale.min, max: model.scale.max });
    });
    u.redraw(false, true);
  }, [box, model, height]);

  return plot;
}
