// The uPlot plugin: draws everything from back to front.
import uPlot from "uplot";
import { serverNow } from "@/time/server-clock";
import { drawDays, drawTimeAxis } from "./draw-axis";
import { drawEnds } from "./draw-ends";
import { drawLimits, nameLimits } from "./draw-limits";
import { drawLane, drawNewest, drawMarks } from "./draw-marks";
import {
  drawBand,
  drawLine,
  drawOpenEnds,
  drawPlainBand,
  drawPlainLine,
  tintBeyond,
} from "./draw-series";
import { clips, type Clips } from "./series-paths";
import { drawNotYet, drawSilence, writeSilence } from "./draw-silence";
import type { DrawnLine } from "./line";
import { focusedData, type Model } from "./model";
import { font, withSavedState, type View } from "./view";

function viewOf(u: uPlot, model: Model): View {
  const ratio = uPlot.pxRatio;
  const { left, top, width, height } = u.bbox;
  const area = {
    left: left / ratio,
    top: top / ratio,
    right: (left + width) / ratio,
    bottom: (top + height) / ratio,
  };
  return {
    ...area,
    ctx: u.ctx,
    colours: model.colours,
    phone: model.phone,
    x: (time) =>
      area.left + ((time - model.from) / (model.to - model.from)) * (area.right - area.left),
    y: (value) =>
      area.bottom -
      ((value - model.scale.min) / (model.scale.max - model.scale.min)) * (area.bottom - area.top),
  };
}

function inPlot(view: View, draw: () => void, room = 0): void {
  withSavedState(view.ctx, () => {
    view.ctx.beginPath();
    view.ctx.rect(view.left, view.top, view.right - view.left + room, view.bottom - view.top);
    view.ctx.clip();
    draw();
  });
}

/** More bands than this are drawn fainter, so that the averages stay legible. */
const FEW = 3;

/** Draw what lies behind the limits: bands and out-of-range areas. */
function drawGrounds(view: View, { lines, main, pointed, limits }: Model, both: Clips): void {
  if (main) {
    drawBand(view, main, both);
    tintBeyond(view, main.data, limits, both);
    return;
  }
  const own = lines.filter(({ shift }) => shift === 0);
  const alpha = own.length <= FEW ? 0.27 : 0.13;
  for (const line of own)
    drawPlainBand(view, line, pointed ? (line === pointed ? 0.27 : 0.1) : alpha);
  for (const line of pointed ? [pointed] : own) tintBeyond(view, line.data, limits, both);
}

function drawLines(view: View, { lines, main, pointed }: Model, both: Clips): void {
  const others = lines.filter((line) => line !== main && line !== pointed);
  const plain = (line: DrawnLine, strong: boolean) => {
    drawPlainLine(view, line, strong);
    drawOpenEnds(view, line);
  };
  // Earlier periods lie behind, the line pointed at on top.
  for (const line of [...others].sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift)))
    plain(line, false);
  if (main) drawLine(view, main, both);
  else if (pointed) plain(pointed, true);
}

function drawAll(view: View, model: Model): void {
  const { lines, main, limits } = model;
  const both = clips(view, limits);
  const focused = focusedData(model);
  const loaded = lines.find(({ shift }) => shift === 0)?.data;
  if (loaded && model.moving) {
    drawNotYet(view, model.from, loaded.from);
    drawNotYet(view, loaded.to, model.to);
  }
  drawNotYet(view, serverNow(), model.to);
  drawDays(view, model.ticks);
  if (main) drawSilence(view, main.data);
  inPlot(view, () => drawGrounds(view, model, both));
  drawLimits(view, limits);
  // The newest point's dot extends beyond the edge.
  inPlot(view, () => drawLines(view, model, both), model.follows ? 4 : 0);
  if (main) writeSilence(view, main.data);
  nameLimits(view, limits, model.limitsOf);
  if (focused) drawMarks(view, focused);
  drawTimeAxis(view, model.ticks, model.from, model.to, model.zone);
  const own = lines.filter(({ shift }) => shift === 0);
  drawLane(view, focused ? [focused] : own.map(({ data }) => data));
  if (model.follows) for (const line of own) drawNewest(view, line, main ? limits : []);
  if (model.named) drawEnds(view, model);
  view.ctx.font = font(400);
  view.ctx.textAlign = "right";
  view.ctx.fillStyle = view.colours.text3;
  view.ctx.fillText(model.unitSign, view.left - 8, view.top - 15);
}

export function isothermPlugin(model: () => Model): uPlot.Plugin {
  return {
    hooks: {
      draw: (u) =>
        withSavedState(u.ctx, () => {
          u.ctx.scale(uPlot.pxRatio, uPlot.pxRatio);
          drawAll(viewOf(u, model()), model());
        }),
    },
  };
}
