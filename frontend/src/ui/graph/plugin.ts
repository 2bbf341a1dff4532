// The one uPlot plugin: everything that is drawn of a series, from back to front.
import uPlot from "uplot";
import type { GraphData } from "@/lib/graph-data";
import type { TimeTick, ValueScale } from "@/lib/ticks";
import { drawDays, drawTimeAxis } from "./draw-axis";
import { drawLimits, nameLimits } from "./draw-limits";
import { drawLane, drawNewest, drawSuspects } from "./draw-marks";
import { clips, drawBand, drawLine } from "./draw-series";
import { drawSilence, writeSilence } from "./draw-silence";
import { font, kept, type Colours, type View } from "./view";

/** All that decides how the graph looks now; the plugin reads it at each drawing. */
export interface Model {
  data: GraphData;
  /** What is in view; while new data comes it may differ from the data's own range. */
  from: number;
  to: number;
  scale: ValueScale;
  ticks: TimeTick[];
  zone: string;
  unitSign: string;
  colours: Colours;
  phone: boolean;
  follows: boolean;
}

function viewOf(u: uPlot, model: Model): View {
  const ratio = uPlot.pxRatio;
  const { left, top, width, height } = u.bbox;
  const area = { left: left / ratio, top: top / ratio, right: (left + width) / ratio, bottom: (top + height) / ratio };
  return {
    ...area, ctx: u.ctx, colours: model.colours, phone: model.phone,
    x: (time) => area.left + ((time - model.from) / (model.to - model.from)) * (area.right - area.left),
    y: (value) => area.bottom - ((value - model.scale.min) / (model.scale.max - model.scale.min)) * (area.bottom - area.top),
  };
}

function inPlot(view: View, draw: () => void, room = 0): void {
  kept(view.ctx, () => {
    view.ctx.beginPath();
    view.ctx.rect(view.left, view.top, view.right - view.left + room, view.bottom - view.top);
    view.ctx.clip();
    draw();
  });
}

function drawAll(view: View, model: Model): void {
  const { data } = model;
  const both = clips(view, data);
  drawDays(view, model.ticks);
  drawSilence(view, data);
  inPlot(view, () => drawBand(view, data, both));
  drawLimits(view, data);
  inPlot(view, () => drawLine(view, data, both), 4);
  writeSilence(view, data);
  nameLimits(view, data);
  drawSuspects(view, data);
  drawTimeAxis(view, model.ticks, model.from, model.to, model.zone);
  drawLane(view, data);
  if (model.follows) drawNewest(view, data);
  view.ctx.font = font(400);
  view.ctx.textAlign = "right";
  view.ctx.fillStyle = view.colours.text3;
  view.ctx.fillText(model.unitSign, view.left - 8, view.top - 15);
}

export function isothermPlugin(model: () => Model): uPlot.Plugin {
  return {
    hooks: {
      draw: (u) =>
        kept(u.ctx, () => {
          u.ctx.scale(uPlot.pxRatio, uPlot.pxRatio);
          drawAll(viewOf(u, model()), model());
        }),
    },
  };
}
