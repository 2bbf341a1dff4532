// The height of the graph that lets the figures below it be seen without scrolling.
import { useEffect, useState, type RefObject } from "react";

const STEP = 10;
const MOST = 640;
const LEAST = { phone: 200, other: 230 };
const PHONE_MOST = 300;
/** The tab bar of a phone, and a bit of what is around the graph. */
const PHONE_BARS = 130;
/** The line above the graph. */
const LEGEND = 22;
/** Space below the lowest thing that has to be in sight. */
const FOOT = 12;

/** The height for a graph whose top is `top` px down the page, with `below` px for what follows it. */
export function graphHeight(window: number, top: number, below: number, phone: boolean): number {
  const least = phone ? LEAST.phone : LEAST.other;
  const room = phone ? window - PHONE_BARS : window - top - below - FOOT;
  const most = phone ? PHONE_MOST : MOST;
  // In steps, so that resizing seldom redraws the plot.
  return Math.min(most, Math.max(least, Math.floor(room / STEP) * STEP));
}

/**
 * @param graph the panel with the graph and the line above it
 * @param below what has to be in sight below it
 */
export function useGraphHeight(
  graph: RefObject<HTMLElement | null>,
  below: RefObject<HTMLElement | null>,
  phone: boolean,
): number | null {
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const element = graph.current;
    if (!element) return;
    const measure = () => {
      const top = element.getBoundingClientRect().top + window.scrollY + LEGEND;
      // With what lies between them: the navigator, where it comes first.
      const bottom = below.current?.getBoundingClientRect().bottom ?? 0;
      const foot = Math.max(0, bottom - element.getBoundingClientRect().bottom);
      setHeight(graphHeight(window.innerHeight, top, foot, phone));
    };
    // A banner or a note above the graph makes the sheet longer.
    const observer = new ResizeObserver(measure);
    observer.observe(element.closest("main") ?? document.body);
    if (below.current) observer.observe(below.current);
    window.addEventListener("resize", measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [graph, below, phone]);
  return height;
}
