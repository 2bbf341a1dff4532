// The argument of every drawing function: a canvas in CSS pixels, its two scales and the colours.
import { TOKENS } from "@/ui/tokens";

export interface Colours {
  surface: string;
  sunken: string;
  /** Behind what was chosen in a list. */
  chosen: string;
  text: string;
  text2: string;
  text3: string;
  /** The eight series colours. */
  series: string[];
  out: string;
  fault: string;
  hatch: string;
  grid: string;
  axis: string;
  line: string;
}

export interface View {
  ctx: CanvasRenderingContext2D;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** The end of the range in view, in ms. */
  to: number;
  x: (time: number) => number;
  y: (value: number) => number;
  colours: Colours;
  /** Fewer marks, thinner lines. */
  phone: boolean;
  /** Height of the strip between plot and time axis for arrows at values below the axis, in pixels. */
  strip: number;
}

function coloursOf(token: (name: string) => string): Colours {
  return {
    surface: token("surface"),
    sunken: token("sunken"),
    chosen: token("accent-soft"),
    text: token("text"),
    text2: token("text-2"),
    text3: token("text-3"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`s${n}`)),
    out: token("out"),
    fault: token("fault"),
    hatch: token("hatch"),
    grid: token("grid"),
    axis: token("axis"),
    line: token("line-strong"),
  };
}

/** Read the colours of the current scheme from CSS variables. */
export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return coloursOf((name) => style.getPropertyValue(`--iso-${name}`).trim());
}

/** The colours on paper, whatever the scheme. */
export const PAPER: Colours = coloursOf((name) => TOKENS[name]?.[0] ?? "");

let family = "";

/** "500 12px Inter": the page's font for canvas text. The family is cached, because reading a style is slow. */
export function font(weight: number, size = 12): string {
  family ||= getComputedStyle(document.body).fontFamily;
  return `${weight} ${size}px ${family || "sans-serif"}`;
}

/** Call `draw` and restore the canvas' state. */
export function withSavedState(ctx: CanvasRenderingContext2D, draw: () => void): void {
  ctx.save();
  draw();
  ctx.restore();
}
