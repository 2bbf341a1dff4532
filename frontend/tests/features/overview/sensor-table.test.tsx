// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react";
import { useMemo } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rowsOf } from "@/features/overview/rows";
import { SensorTable } from "@/features/overview/sensor-table";
import { useMarks } from "@/features/overview/use-marks";
import type { Sensor } from "@/domain/types";
import { NOON, makeLatest, makeSensor } from "../../make";
import { ME, renderPage } from "../../page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const show = (sensors: Sensor[], me = ME) =>
  renderPage(<Listed sensors={sensors} />, { sensors, me });

function Listed({ sensors }: { sensors: Sensor[] }) {
  const rows = useMemo(() => rowsOf(sensors, NOON + 8000), [sensors]);
  return <SensorTable rows={rows} sort="worst" marks={useMarks()} onSort={vi.fn()} />;
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON + 8000, toFake: ["Date"] });
  return () => vi.useRealTimers();
});

describe("a row of the overview", () => {
  it("shows state, value with unit, limits and age", () => {
    show([
      makeSensor({
        id: "a/b",
        state: "above",
        since: NOON - 40 * 60_000,
        latest: makeLatest(NOON, 9.3),
      }),
    ]);
    const row = screen.getByTestId("sensor-row");
    expect(row.dataset.sensor).toBe("a/b");
    expect(within(row).getByText("Above limit")).toBeTruthy();
    expect(within(row).getByText(/for 40/)).toBeTruthy();
    expect(within(row).getByTestId("latest-value").textContent).toBe("9.3");
    expect(row.textContent).toContain("°C");
    expect(within(row).getByText("1.3 above 8.0")).toBeTruthy();
    expect(within(row).getByTestId("last-seen").textContent).toBe("8\u00a0s ago");
    expect(within(row).getByRole("link", { name: "Vaccine fridge" }).getAttribute("href")).toBe(
      "/sensors/a/b",
    );
  });

  it("does not count gaps and faults as out of range", async () => {
    const MINUTE = 60_000;
    const since = NOON - 40 * MINUTE;
    const sensor = makeSensor({ state: "above", since, latest: makeLatest(NOON, 9.3) });
    const { client } = show([sensor]);
    const gaps = [[NOON - 30 * MINUTE, NOON - 20 * MINUTE]];
    const faults = [[NOON - 20 * MINUTE, NOON - 15 * MINUTE]];
    const spark = { time: [NOON], value: [9.3], gaps, faults, from: NOON - 86_400_000, to: NOON };
    client.setQueryData(["spark", sensor.id], { id: sensor.id, coverage: 0.9, ...spark });
    expect(await screen.findByText(/for 25/)).toBeTruthy();
  });

  it("is in the reader's unit", () => {
    show([makeSensor({ latest: makeLatest(NOON, 4.6) })], { ...ME, unit: "F" });
    expect(screen.getByTestId("latest-value").textContent).toBe("40.3");
    expect(screen.getByText("35.6 to 46.4")).toBeTruthy();
  });

  it("shows as many decimals as explain the verdict", () => {
    show([makeSensor({ state: "above", latest: makeLatest(NOON, 8.04) })]);
    expect(screen.getByTestId("latest-value").textContent).toBe("8.04");
    expect(screen.getByText("0.04 above 8.0")).toBeTruthy();
  });

  it("shows a dash, never 0.0, without a reading", () => {
    show([makeSensor({ state: "never", latest: null })]);
    expect(screen.getByTestId("latest-value").textContent).toBe("–");
    expect(screen.getByText("No reading yet")).toBeTruthy();
  });

  it("turns silent without a message from the server, with times in the site's zone", () => {
    show([makeSensor({ time_zone: "Asia/Kathmandu", latest: makeLatest(NOON - 3_000_000, 4.3) })]);
    expect(screen.getByText("Silent")).toBeTruthy();
    expect(screen.getByTestId("sensor-row").textContent).toContain("unknown since 16:55");
  });
});

describe("a table of thousands of rows", () => {
  const many = Array.from({ length: 5000 }, (_, i) =>
    makeSensor({ id: `a/${i}`, name: `Sensor ${i}` }),
  );
  const focused = () => document.activeElement?.textContent;
  const press = (key: string) => {
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
  };

  beforeEach(() => {
    Element.prototype.scrollIntoView = vi.fn();
  });

  it("renders only the rows in view, and reports the number of all rows", () => {
    show(many);
    expect(screen.getAllByTestId("sensor-row").length).toBeLessThan(60);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
    expect(screen.getAllByTestId("sensor-row")[2]?.getAttribute("aria-rowindex")).toBe("4");
  });

  it("moves the focus with j and k, and keeps the focused row rendered while scrolling", () => {
    show(many);
    press("j");
    expect(focused()).toBe("Sensor 0");
    press("j");
    press("j");
    press("k");
    expect(focused()).toBe("Sensor 1");
    const body = screen.getAllByRole("rowgroup")[1];
    if (body) body.getBoundingClientRect = () => ({ top: -100_000 }) as DOMRect;
    fireEvent.scroll(window);
    expect(screen.queryByText("Sensor 3")).toBeNull();
    expect(focused()).toBe("Sensor 1");
    press("j");
    expect(focused()).toBe("Sensor 2");
  });

  it("marks up to eight sensors for comparison, and Escape clears the marks", () => {
    show(many);
    for (let i = 0; i < 9; i += 1) {
      press("j");
      press("x");
    }
    const marked = () => screen.getAllByTestId("sensor-row").filter((row) => row.dataset.marked);
    expect(marked()).toHaveLength(8);
    press("k");
    press("x");
    expect(marked()).toHaveLength(7);
    press("Escape");
    expect(marked()).toHaveLength(0);
  });
});
