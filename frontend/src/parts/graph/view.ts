// The argument of every drawing function: a canvas in CSS pixels, its two scales and the colours.

export interface Colours {
  surface: string;
  sunken: string;
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
  x: (time: number) => number;
  y: (value: number) => number;
  colours: Colours;
  /** Fewer marks, thinner lines. */
  phone: boolean;
}

/** Read the colours of the current scheme from CSS variables. */
export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--iso-${name}`).trim();
  return {
    surface: token("surface"),
    sunken: token("sunken"),
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

let family = "";

/** "500 12px Inter": the page's font for canvas text. The family is cached, because reading a style is slow. */
export function font(weight: number, size = 12): string {
  family ||= getComputedStyle(document.body).fontFamily;
  return `${weight} ${size}px ${family || "sans-serif"}`;
}

/** Draw text on a background of the surface's colour, so that no line runs through it. */
export function plate(
  view: View,
  text: string,
  x: number,
  y: number,
  {
    align = "left",
    colour = view.colours.text2,
    weight = 500,
  }: { align?: "left" | "center" | "right"; colour?: string; weight?: number } = {},
): void {
  const { ctx } = view;
  ctx.font = font(weight);
  const width = ctx.measureText(text).width + 12;
  const start = align === "left" ? x : align === "center" ? x - width / 2 : x - width;
  const left = Math.max(view.left, Math.min(view.right - width, start));
  ctx.fillStyle = view.colours.surface;
  ctx.beginPath();
  ctx.roundRect(left, y - 10, width, 19, 4);
  ctx.fill();
  ctx.fillStyle = colour;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(text, left + width / 2, y + 4);
}

/** Call `draw` and restore the canvas' state. */
export function withSavedState(ctx: CanvasRenderingContext2D, draw: () => void): void {
  ctx.save();
  draw();
  ctx.restore();
}
