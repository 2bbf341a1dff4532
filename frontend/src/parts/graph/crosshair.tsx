// The crosshair: a vertical line behind the data, dots on the lines, ticks at min and max, the time, and the figures.
import { useLayoutEffect, useMemo, useRef } from "react";
import { near } from "@/time/moment";
import type { Hover } from "./hover";
import { ABOVE, below, gutter, strip } from "./layout";
import { pointAt } from "./line";
import type { Model } from "./model";
import { placeTip } from "./place-tip";
import { spaceOf, type Frame } from "./space";
import { Figures } from "./tip";
import classes from "./crosshair.module.css";

/** Free above the plot, in pixels; more where arrows have their values there. */
const HEADROOM = 6;
const HEADROOM_WITH_ARROWS = 18;

/** @param outer height of the graph with its axis, in pixels */
export function Crosshair({ hover, model, outer }: { hover: Hover; model: Model; outer: number }) {
  const { scale, phone, zone, main } = model;
  const height = outer - ABOVE - below(model);
  const left = gutter(model) + hover.left;
  const frame = useMemo<Frame>(() => {
    const start = gutter(model);
    return {
      left: start,
      right: start + hover.width,
      top: ABOVE,
      bottom: ABOVE + height,
      x: (time) => start + ((time - model.from) / (model.to - model.from)) * hover.width,
      y: (value) =>
        ABOVE + ((model.scale.max - value) / (model.scale.max - model.scale.min)) * height,
    };
  }, [model, height, hover.width]);
  const space = useMemo(() => spaceOf(frame, model.lines), [frame, model]);
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    const parent = element?.parentElement;
    if (!element || !parent) return;
    const headroom = model.outside.some(({ side }) => side === "above")
      ? HEADROOM_WITH_ARROWS
      : HEADROOM;
    const size = { width: element.offsetWidth, height: element.offsetHeight };
    const place = placeTip(
      frame,
      space,
      size,
      {
        at: left,
        outer: { width: parent.clientWidth, height: outer },
        windowTop: parent.getBoundingClientRect().top,
        headroom,
      },
      phone,
    );
    element.style.left = `${place.left}px`;
    element.style.top = `${place.top}px`;
  });
  const points = model.lines.flatMap((line) => {
    const point =
      (hover.gap ?? hover.aside ?? hover.mark) && line === main ? null : pointAt(line, hover.at);
    return point ? [{ line, point }] : [];
  });
  const within = (value: number) => value >= scale.min && value <= scale.max;
  const start = points.find(({ line }) => line.shift === 0)?.point.from ?? hover.at;
  return (
    <>
      <div className={classes.line} style={{ left, top: ABOVE, height }} />
      {points.map(({ line, point }) => (
        <span key={line.key}>
          {line === main &&
            [point.min, point.max]
              .filter(within)
              .map((value, i) => (
                <i
                  key={i}
                  className={classes.tick}
                  style={{ left, top: frame.y(value), background: line.stroke }}
                />
              ))}
          {within(point.avg) && (
            <i
              className={classes.dot}
              style={{ left, top: frame.y(point.avg), background: line.stroke }}
            />
          )}
        </span>
      ))}
      {!hover.gap && (
        <span className={classes.pill} style={{ left, top: ABOVE + height + strip(model) + 7 }}>
          {near(start, model.to, zone)}
        </span>
      )}
      <div ref={tip} className={classes.tip} data-phone={phone || undefined} data-testid="tooltip">
        <Figures hover={hover} model={model} />
      </div>
    </>
  );
}
