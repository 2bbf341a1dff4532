// What sharing and export need to know about the graph.
import type { Range } from "@/time/range";
import type { Unit } from "@/domain/types";
import type { PictureWords } from "./picture";

interface SharedSensor {
  id: string;
  name: string;
  site_name: string;
  place: string | null;
  slug: string;
  time_zone: string;
}

export interface SharedView {
  range: Range;
  /** The ends in view now, in milliseconds. */
  from: number;
  to: number;
  /** The zone of the page's times. */
  zone: string;
  unit: Unit;
  sensors: SharedSensor[];
  /** The text above the graph in an image. */
  words: () => PictureWords;
  /** The graph's canvas, or null if no graph is drawn. */
  canvas: () => HTMLCanvasElement | null;
  /** The rows of the table, which a printed page may have; null if the page has none to choose. */
  paper: { rows: () => number; withRows: boolean; onWithRows: (wanted: boolean) => void } | null;
}
