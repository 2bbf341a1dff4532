// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { SeriesTable } from "@/parts/series-table";
import { NOON, makeSeries } from "../make";
import { renderPage } from "../page";

const MINUTE = 60_000;
const ZONE = "Asia/Kathmandu";
const words = (element: Element) => element.textContent.replaceAll("\u00a0", " ");

it("shows every point with interval and offset, and every gap as text", () => {
  const series = makeSeries([NOON, NOON + 2 * MINUTE], {
    gaps: [[NOON + 10 * MINUTE, NOON + 20 * MINUTE]],
    limits: [{ since: 0, low: 2, high: 4.3 }],
  });
  renderPage(
    <SeriesTable
      name="Vaccine fridge"
      data={graphData(series, NOON, NOON + 30 * MINUTE, 2 * MINUTE, "C")}
      unit="C"
      zone={ZONE}
    />,
  );
  const table = screen.getByRole("table", {
    name: /Vaccine fridge, Mon 23 Nov 2026, 17:45 to .*Asia\/Kathmandu, UTC\+05:45/,
  });
  const [, gap, later, first] = within(table).getAllByRole("row");
  expect(words(gap as Element)).toBe("Mon 23 Nov 2026, 17:55 to 18:05UTC+05:45No data for 10 min");
  expect(words(later as Element)).toContain("17:47 to 17:49UTC+05:45");
  expect([...(first as Element).querySelectorAll("td")].map(words)).toEqual([
    "UTC+05:45",
    "4.0",
    "3.5",
    "4.5",
    "12",
    "above 4.3",
  ]);
});

it("says why a reading does not count", () => {
  const series = makeSeries([], { uncounted: [{ time: NOON, value: 19, quality: 4 | 16 }] });
  const data = graphData(series, NOON, NOON + MINUTE, null, "C");
  renderPage(<SeriesTable name="Vaccine fridge" data={data} unit="C" zone="UTC" />);
  const [, mark] = screen.getAllByRole("row");
  expect(words(mark as Element)).toContain(
    "19.0 time unsure, clock not set: placed by when it was published; not counted",
  );
});

it("shows as many decimals as explain the verdict", () => {
  const series = makeSeries([NOON, NOON + 2 * MINUTE], {
    limits: [{ since: 0, low: null, high: 8 }],
    min: [7.96, 7.96],
    avg: [7.96, 7.99],
    max: [8, 8.04],
  });
  const data = graphData(series, NOON, NOON + 4 * MINUTE, 2 * MINUTE, "C");
  renderPage(<SeriesTable name="Vaccine fridge" data={data} unit="C" zone="UTC" />);
  const [, later, first] = screen.getAllByRole("row");
  const figures = (row: Element | undefined) =>
    [...(row?.querySelectorAll("td") ?? [])].map(words).slice(1);
  expect(figures(later)).toEqual(["8.0", "8.0", "8.04", "12", "above 8.0"]);
  expect(figures(first)).toEqual(["8.0", "8.0", "8.0", "12", "within"]);
});

it("pages through two thousand rows by hundreds, by keyboard too", async () => {
  const series = makeSeries(Array.from({ length: 2000 }, (_, i) => NOON + i * MINUTE));
  renderPage(
    <SeriesTable
      name="Probe"
      data={graphData(series, NOON, NOON + 2000 * MINUTE, MINUTE, "C")}
      unit="C"
      zone="UTC"
    />,
  );
  expect(screen.getAllByRole("row")).toHaveLength(101);
  await userEvent.click(screen.getByRole("button", { name: /Earlier rows/ }));
  expect(screen.getByRole("status").textContent).toBe("Page 2 of 20, 2,000 rows");
  await userEvent.keyboard("jk");
  expect(screen.getByRole("status").textContent).toContain("Page 2 of 20");
  expect(document.activeElement).toBe(screen.getByRole("table"));
});
