"use client";
// The navigator: the range within thirty times its length. Drag the window, or click to move it.
import { useElementSize } from "@mantine/hooks";
import { useMemo, useRef, type PointerEvent } from "react";
import { useSeries } from "@/data/api/series";
import { useExcursions } from "@/data/api/excursions";
import { firstExactData } from "@/domain/exact-spans";
import { differenceToUnit } from "@/domain/format";
import { portion } from "@/domain/portion";
import { useReading } from "@/data/preferences";
import type { Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import type { SensorDetail } from "@/domain/types";
import { NavigatorDrawing } from "./navigator-drawing";
import { movedWindow, surroundings, navigatorShape } from "./navigator-shape";
import classes from "./navigator.module.css";

const LEFT = 34;
const RIGHT = 12;
const HEIGHT = 34;
const POINTS = 400;

interface Props {
  id: string;
  view: { from: number; to: number };
  zone: string;
  installations: SensorDetail["installations"];
  onRange: (range: Range, replace?: boolean) => void;
}

export function Navigator({ id, view, zone, installations, onRange }: Props) {
  const { ref, width } = useElementSize();
  const { unit } = useReading();
  const now = serverNow();
  const around = surroundings(view, now);
  const { data: series } = useSeries([id], around, POINTS, serverNow);
  const svg = useRef<SVGSVGElement>(null);
  const grab = useRef<number | null>(null);
  const excursions = useExcursions([id], around, serverNow).data;
  const data = useMemo(
    () => firstExactData(series, excursions, id, unit),
    [series, excursions, id, unit],
  );
  const plot = width - LEFT - RIGHT;
  const x = (at: number) => LEFT + portion(at, around.from, around.to) * plot;
  const timeAt = (event: PointerEvent) => {
    const left = (svg.current?.getBoundingClientRect().left ?? 0) + LEFT;
    return around.from + portion(event.clientX, left, left + plot) * (around.to - around.from);
  };
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    const at = timeAt(event);
    const inside = at >= view.from && at <= view.to;
    grab.current = inside ? at - (view.from + view.to) / 2 : 0;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!inside) onRange(movedWindow(view, at, around, now));
  };
  const end = (event: PointerEvent<SVGSVGElement>) => {
    const held = grab.current;
    grab.current = null;
    if (held === null) return;
    const middle = timeAt(event) - held;
    // A click without a drag changes nothing.
    if (Math.abs(middle - (view.from + view.to) / 2) > ((around.to - around.from) / plot) * 3)
      onRange(movedWindow(view, middle, around, now));
  };
  const shape = data && navigatorShape(data, x, HEIGHT, differenceToUnit(1, unit));
  return (
    <div ref={ref} className={classes.box}>
      {plot > 0 && (
        <svg
          ref={svg}
          width={width}
          height={HEIGHT + 18}
          className={classes.svg}
          aria-hidden="true"
          onPointerDown={begin}
          onPointerUp={end}
          data-testid="navigator"
        >
          <NavigatorDrawing
            data={data}
            shape={shape}
            x={x}
            view={view}
            around={around}
            installations={installations}
            zone={zone}
            left={LEFT}
            width={plot}
            height={HEIGHT}
          />
        </svg>
      )}
    </div>
  );
}
