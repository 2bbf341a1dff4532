// The graph as a self-explanatory image, with title, range, zone, unit and legend above it.

export interface PictureWords {
  title: string;
  /** Lines of text under the title: range, zone, unit, what a point is. */
  under: string[];
  lines: { name: string; colour: number; dashed?: boolean }[];
}

const EDGE = 20;
const LEGEND = 20;

/** Break the legend into rows of indices that fit; widths in pixels. */
function legendRows(widths: number[], room: number): number[][] {
  const rows: number[][] = [];
  let used = Infinity;
  widths.forEach((width, i) => {
    if (used + width > room) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(i);
    used += width;
  });
  return rows;
}

/** Draw the text and the graph's canvas in the page's current colours. */
export function makePicture(
  graph: HTMLCanvasElement,
  { title, under: words, lines }: PictureWords,
): HTMLCanvasElement {
  const outside = graph.closest<HTMLElement>("[data-outside]")?.dataset.outside;
  const under = outside ? [...words, outside] : words;
  const ratio = graph.width / Math.max(1, graph.clientWidth);
  const width = graph.clientWidth + 2 * EDGE;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--iso-${name}`).trim();
  const family = getComputedStyle(document.body).fontFamily || "sans-serif";
  const picture = document.createElement("canvas");
  const ctx = picture.getContext("2d");
  if (!ctx) return picture;
  ctx.font = `500 12px ${family}`;
  const widths = lines.map(({ name }) => ctx.measureText(name).width + 46);
  const rows = legendRows(widths, graph.clientWidth);
  const top = EDGE + 26 + under.length * 18 + 6 + rows.length * LEGEND + 8;
  picture.width = Math.round(width * ratio);
  picture.height = Math.round((top + graph.clientHeight + EDGE) * ratio);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = token("surface");
  ctx.fillRect(0, 0, width, top + graph.clientHeight + EDGE);
  ctx.fillStyle = token("text");
  ctx.font = `600 20px ${family}`;
  ctx.fillText(title, EDGE, EDGE + 18, graph.clientWidth);
  ctx.font = `400 13px ${family}`;
  ctx.fillStyle = token("text-2");
  under.forEach((text, i) => ctx.fillText(text, EDGE, EDGE + 42 + i * 18, graph.clientWidth));
  rows.forEach((row, at) => {
    let x = EDGE;
    const y = EDGE + 42 + under.length * 18 + at * LEGEND;
    for (const i of row) {
      const line = lines[i];
      if (!line) continue;
      ctx.strokeStyle = token(`s${line.colour}`);
      ctx.lineWidth = 2.5;
      ctx.setLineDash(line.dashed ? [5, 3] : []);
      ctx.beginPath();
      ctx.moveTo(x, y - 4);
      ctx.lineTo(x + 20, y - 4);
      ctx.stroke();
      ctx.fillStyle = token("text");
      ctx.font = `500 12px ${family}`;
      ctx.fillText(line.name, x + 27, y);
      x += widths[i] ?? 0;
    }
  });
  ctx.drawImage(graph, EDGE, top, graph.clientWidth, graph.clientHeight);
  return picture;
}

const toBlob = (picture: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    picture.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser created no image"))),
      "image/png",
    );
  });

export async function downloadPicture(picture: HTMLCanvasElement, name: string): Promise<void> {
  const url = URL.createObjectURL(await toBlob(picture));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Whether images can be copied: browsers offer the clipboard in secure contexts only. */
export const canCopyPicture = (): boolean =>
  typeof ClipboardItem !== "undefined" && window.isSecureContext;

export async function copyPicture(picture: HTMLCanvasElement): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": toBlob(picture) })]);
}

/** "vaccine-fridge-2026-11-22.png": a file name that is valid on every file system. */
export function fileName(title: string, at: string): string {
  const plain = title
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${plain || "graph"}-${at}.png`;
}
