// The uPlot plugin: draws everything from back to front.
import uPlot from "uplot";
import { anyGrace } from "@/domain/graced-spans";
import { excursions } from "@/domain/exact-spans";

import { serverNow } from "@/time/server-clock";
import { drawRead, drawSetAside, nameCorrected } from "./draw-corrected";
import { drawDays, drawOffsetChange, drawTimeAxis } from "./draw-axis";
import { drawEnds } from "./draw-ends";
import { drawLimits, nameLimits, takeLimits } from "./draw-limits";
import { drawLane, drawNewest, drawMarks, nameMarks } from "./draw-marks";
import { drawOutside } from "./draw-outside";
import {
  drawBand,
  drawHalos,
  drawLine,
  drawOpenEnds,
  drawPlainBand,
  drawPlainLine,
  tintBeyond,
} from "./draw-series";
import { clips, type Clips } from "./series-paths";
import { drawChosen, drawNotYet, drawSilence, writeSilence } from "./draw-silence";
import { focusedData, type Model } from "./model";
import { strip } from "./layout";
import { spaceOf } from "./space";
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
    strip: strip(model),
    to: model.to,
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
  for (const { data } of pointed ? [pointed] : own) {
    const counting = anyGrace(data) ? clips(view, limits, excursions(data), data.bucket) : both;
    tintBeyond(view, data, limits, counting);
  }
}

function drawLines(view: View, { lines, main, pointed }: Model, both: Clips): void {
  const others = lines.filter((line) => line !== main && line !== pointed);
  // Earlier periods lie behind, the line pointed at on top.
  const plain = [...others].sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift));
  for (const line of lines) if (line !== main) drawOpenEnds(view, line);
  for (const line of plain) drawPlainLine(view, line, false);
  if (main) drawLine(view, main, both);
  else if (pointed) drawPlainLine(view, pointed, true);
}

/** Draw all text of the plot, before the data. */
function drawWords(view: View, model: Model): void {
  const { lines, main, limits } = model;
  const focused = focusedData(model);
  const space = spaceOf(view, lines);
  takeLimits(view, space, limits);
  nameLimits(view, space, limits, model.limitsOf);
  if (main) writeSilence(view, space, main.data);
  if (focused) {
    nameCorrected(view, space, focused);
    nameMarks(view, space, focused);
  }
  drawOffsetChange(view, space, model.from, model.to, model.zone);
}

/** Draw everything but the value axis, which uPlot draws on a screen. */
export function drawAll(view: View, model: Model): void {
  const { lines, main, limits } = model;
  const known = main && (main.data.exact || anyGrace(main.data));
  const exact = known ? excursions(main.data) : null;
  const both = clips(view, limits, exact, main?.data.bucket ?? null);
  const focused = focusedData(model);
  const own = lines.filter(({ shift }) => shift === 0);
  const loaded = own[0]?.data;
  if (loaded && model.moving) {
    drawNotYet(view, model.from, loaded.from);
    drawNotYet(view, loaded.to, model.to);
  }
  drawNotYet(view, serverNow(), model.to);
  if (model.chosen) drawChosen(view, model.chosen);
  if (focused) drawSetAside(view, focused);
  drawDays(view, model.ticks);
  if (main) drawSilence(view, main.data);
  drawWords(view, model);
  if (main) inPlot(view, () => drawHalos(view, main.data));
  inPlot(view, () => drawGrounds(view, model, both));
  drawLimits(view, limits);
  if (model.follows) for (const line of own) drawNewest(view, line, main ? limits : []);
  // The newest point's dot extends beyond the edge.
  inPlot(view, () => drawLines(view, model, both), model.follows ? 4 : 0);
  if (focused) {
    drawRead(view, focused);
    drawMarks(view, focused);
  }
  drawTimeAxis(view, model.ticks, model.to, model.zone);
  drawLane(view, focused ? [focused] : own.map(({ data }) => data));
  drawOutside(view, model.outside);
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
