"use client";
// The graph on paper: drawn once, in light colours, with the same hand as on a screen.
import { useLayoutEffect, useMemo, useRef } from "react";
import { decimal, unitSign } from "@/domain/format";
import type { Unit } from "@/domain/types";
import { serverNow } from "@/time/server-clock";
import { ENDS } from "./draw-ends";
import type { GraphLine } from "./line";
import { ABOVE, below, gutter, strip } from "./layout";
import { modelOf, type Model } from "./model";
import { outsideWords } from "./outside";
import { drawAll } from "./plugin";
import { useAxis } from "./use-axis";
import { font, PAPER, type View } from "./view";
import classes from "./graph.module.css";

/** In pixels: about the width of A4 between its margins. CSS fits it to the paper. */
const WIDTH = 720;
const HEIGHT = 320;
/** Dots per pixel: 300 an inch. */
const SHARP = 3;

function viewOn(ctx: CanvasRenderingContext2D, model: Model): View {
  const area = {
    left: gutter(model) + 8,
    top: ABOVE,
    right: WIDTH - (model.named ? ENDS : 12),
    bottom: HEIGHT - below(model),
  };
  const part = (at: number, from: number, to: number) => (at - from) / (to - from);
  return {
    ...area,
    ctx,
    colours: model.colours,
    phone: false,
    strip: strip(model),
    to: model.to,
    x: (time) => area.left + part(time, model.from, model.to) * (area.right - area.left),
    y: (value) =>
      area.bottom - part(value, model.scale.min, model.scale.max) * (area.bottom - area.top),
  };
}

function drawValueAxis({ ctx, left, right, y, colours }: View, { scale }: Model): void {
  ctx.font = font(400);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 1;
  ctx.strokeStyle = colours.grid;
  ctx.fillStyle = colours.text3;
  for (const tick of scale.ticks) {
    const at = Math.round(y(tick)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(left, at);
    ctx.lineTo(right, at);
    ctx.stroke();
    ctx.fillText(decimal(tick, scale.digits), left - 8, at);
  }
  ctx.textBaseline = "alphabetic";
}

function draw(canvas: HTMLCanvasElement, model: Model): void {
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  ctx.setTransform(SHARP, 0, 0, SHARP, 0, 0);
  ctx.fillStyle = model.colours.surface;
  ctx.fillRect(0, 0, WIDTH, HEIGHT);
  const view = viewOn(ctx, model);
  drawValueAxis(view, model);
  drawAll(view, model);
}

export function PaperGraph({
  lines,
  from,
  to,
  unit,
  zone,
  label,
}: {
  lines: readonly GraphLine[];
  from: number;
  to: number;
  unit: Unit;
  zone: string;
  label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [all] = useAxis();
  const model = useMemo(
    () =>
      modelOf({
        lines,
        from,
        to,
        unit,
        zone,
        all,
        now: serverNow(),
        unitSign: unitSign(unit),
        colours: PAPER,
        width: WIDTH,
        phone: false,
        follows: false,
        moving: false,
        pointed: null,
      }),
    [lines, from, to, unit, zone, all],
  );
  // before the browser lays the paper out
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, model);
  }, [model]);
  return (
    <>
      <canvas
        ref={canvas}
        className={classes.paper}
        width={WIDTH * SHARP}
        height={HEIGHT * SHARP}
        role="img"
        aria-label={label}
        data-testid="paper-graph"
      />
      {model.wild && !all && <p>{outsideWords(model.outside, model)}.</p>}
    </>
  );
}
