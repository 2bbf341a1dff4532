// The crosshair: a vertical line, dots on the lines, ticks at min and max, the time, and the figures.
import { near } from "@/time/moment";
import type { Hover } from "./hover";
import { pointAt } from "./line";
import type { Model } from "./model";
import { ABOVE, BELOW, gutter } from "./options";
import { Figures } from "./tip";
import classes from "./crosshair.module.css";

/** The greatest width of the figures, in pixels: they flip to the left where they would leave the graph. */
const TIP = 216;
const WIDE_TIP = 300;

/** @param outer height of the graph with its axis, in pixels */
export function Crosshair({ hover, model, outer }: { hover: Hover; model: Model; outer: number }) {
  const { scale, phone, zone, main } = model;
  const height = outer - ABOVE - BELOW;
  const y = (value: number) => ABOVE + ((scale.max - value) / (scale.max - scale.min)) * height;
  const left = gutter(model) + hover.left;
  const flip = hover.left + 14 + (model.lines.length > 1 ? WIDE_TIP : TIP) > hover.width;
  const points = model.lines.flatMap((line) => {
    const point = hover.gap && line === main ? null : pointAt(line, hover.at);
    return point ? [{ line, point }] : [];
  });
  const start = points.find(({ line }) => line.shift === 0)?.point.from ?? hover.at;
  return (
    <>
      <div className={classes.line} style={{ left, top: ABOVE, height }} />
      {points.map(({ line, point }) => (
        <span key={line.key}>
          {line === main &&
            [point.min, point.max].map((value, i) => (
              <i
                key={i}
                className={classes.tick}
                style={{ left, top: y(value), background: line.stroke }}
              />
            ))}
          <i className={classes.dot} style={{ left, top: y(point.avg), background: line.stroke }} />
        </span>
      ))}
      {!hover.gap && (
        <span className={classes.pill} style={{ left, top: ABOVE + height + 4 }}>
          {near(start, model.to, zone)}
        </span>
      )}
      <div
        className={classes.tip}
        data-flip={flip || undefined}
        data-phone={phone || undefined}
        data-testid="tooltip"
        style={phone ? undefined : { left, top: ABOVE + 6 }}
      >
        <Figures hover={hover} model={model} />
      </div>
    </>
  );
}
