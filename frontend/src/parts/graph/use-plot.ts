// The graph's uPlot instance: created with the first model, updated and redrawn once per change. It is
// never created again, also not for another size, as it would lose the cursor of a mouse at rest.
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import uPlot from "uplot";
import type { Model } from "./model";
import { graphOptions } from "./options";

interface PlotHandlers {
  onCursor: (u: uPlot, model: Model) => void;
  onDrawn: () => void;
  onSelect: (from: number, to: number, model: Model) => void;
}

export function usePlot(
  box: RefObject<HTMLElement | null>,
  model: Model | null,
  height: number,
  handlers: PlotHandlers,
): RefObject<uPlot | null> {
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ model, height, handlers });
  useLayoutEffect(() => {
    latest.current = { model, height, handlers };
  });

  const ready = model !== null;
  useEffect(() => {
    const element = box.current;
    if (!element || !ready) return;
    const current = () => latest.current.model as Model;
    const created = new uPlot(
      graphOptions(current, element.clientWidth, latest.current.height, {
        onCursor: (u) => latest.current.handlers.onCursor(u, current()),
        onDrawn: () => latest.current.handlers.onDrawn(),
        onSelect: (a, b) => latest.current.handlers.onSelect(a, b, current()),
      }),
      [[], []],
      element,
    );
    plot.current = created;
    return () => {
      created.destroy();
      plot.current = null;
    };
  }, [box, ready]);

  useEffect(() => {
    const u = plot.current;
    const width = box.current?.clientWidth ?? 0;
    if (!u || !model) return;
    if (u.width !== width || u.height !== height) u.setSize({ width, height });
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
