// What share and export have to know of the graph that they stand beside.
import type { Range } from "@/time/range";
import type { Unit } from "@/domain/types";
import type { PictureWords } from "./picture";

interface SharedSensor {
  id: string;
  name: string;
  site_name: string;
  time_zone: string;
}

export interface SharedView {
  range: Range;
  /** The ends in view now, in milliseconds. */
  from: number;
  to: number;
  /** The zone that the page's times are in. */
  zone: string;
  unit: Unit;
  sensors: SharedSensor[];
  /** What a picture says above the graph. */
  words: () => PictureWords;
  /** The graph's canvas; null while none is drawn. */
  canvas: () => HTMLCanvasElement | null;
}
