// uPlot's options: scales and axes from our model; uPlot's own lines and legend are off.
import type uPlot from "uplot";
import { decimal } from "@/domain/format";
import { ENDS } from "./draw-ends";
import { ABOVE, below, gutter } from "./layout";
import type { Model } from "./model";
import { isothermPlugin } from "./plugin";
import { font } from "./view";

interface PlotHandlers {
  onCursor: (u: uPlot) => void;
  onDrawn: () => void;
  onSelect: (from: number, to: number) => void;
}

export function graphOptions(
  model: () => Model,
  width: number,
  height: number,
  handlers: PlotHandlers,
): uPlot.Options {
  return {
    width,
    height,
    padding: [ABOVE, () => (model().named ? ENDS : model().phone ? 8 : 12), 0, 0],
    legend: { show: false },
    plugins: [isothermPlugin(model)],
    scales: {
      x: { time: false, range: () => [model().from, model().to] },
      y: { range: () => [model().scale.min, model().scale.max] },
    },
    series: [{}, { scale: "y", paths: () => null, points: { show: false }, spanGaps: false }],
    axes: [
      {
        size: () => below(model()),
        grid: { show: false },
        ticks: { show: false },
        splits: () => [],
        values: () => [],
      },
      {
        size: () => gutter(model()),
        gap: 8,
        font: font(400),
        ticks: { show: false },
        stroke: () => model().colours.text3,
        grid: { stroke: () => model().colours.grid, width: 1 },
        splits: () => model().scale.ticks,
        values: (_u, splits) => splits.map((value) => decimal(value, model().scale.digits)),
      },
    ],
    cursor: {
      // With Shift a drag pans instead of selecting.
      bind: {
        mousedown: (_u, _target, handler) => (event) => (event.shiftKey ? null : handler(event)),
      },
      x: false,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 6 },
    },
    hooks: {
      setCursor: [handlers.onCursor],
      draw: [handlers.onDrawn],
      setSelect: [
        (u) => {
          const { left, width: wide } = u.select;
          if (wide < 6) return;
          const { from, to } = model();
          const at = (px: number) => from + (px / (u.over.clientWidth || 1)) * (to - from);
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          handlers.onSelect(at(left), at(left + wide));
        },
      ],
    },
  };
}
