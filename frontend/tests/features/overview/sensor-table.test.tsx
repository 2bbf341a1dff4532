// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rowsOf } from "@/features/overview/rows";
import { SensorTable } from "@/features/overview/sensor-table";
import type { Sensor } from "@/lib/types";
import { NOON, makeLatest, makeSensor } from "../../make";
import { ME, renderPage } from "../../page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const show = (sensors: Sensor[], me = ME) =>
  renderPage(<SensorTable rows={rowsOf(sensors, NOON + 8000, new Map())} />, { sensors, me });

beforeEach(() => {
  vi.useFakeTimers({ now: NOON + 8000, toFake: ["Date"] });
  return () => vi.useRealTimers();
});

describe("a row of the overview", () => {
  it("says state, value with unit, limits and age", () => {
    show([makeSensor({ id: "a/b", state: "above", since: NOON - 40 * 60_000, latest: makeLatest(NOON, 9.3) })]);
    const row = screen.getByTestId("sensor-row");
    expect(row.dataset.sensor).toBe("a/b");
    expect(within(row).getByText("Above limit")).toBeTruthy();
    expect(within(row).getByText(/for 40/)).toBeTruthy();
    expect(within(row).getByTestId("latest-value").textContent).toBe("9.3");
    expect(row.textContent).toContain("°C");
    expect(within(row).getByText("1.3 above 8.0")).toBeTruthy();
    expect(within(row).getByTestId("last-seen").textContent).toBe("8\u00a0s ago");
    expect(within(row).getByRole("link", { name: "Vaccine fridge" }).getAttribute("href")).toBe("/sensors/a/b");
  });

  it("is in the reader's unit", () => {
    show([makeSensor({ latest: makeLatest(NOON, 4.6) })], { ...ME, unit: "F" });
    expect(screen.getByTestId("latest-value").textContent).toBe("40.3");
    expect(screen.getByText("35.6 to 46.4")).toBeTruthy();
  });

  it("shows a dash where nothing was received, never 0.0", () => {
    show([makeSensor({ state: "never", latest: null })]);
    expect(screen.getByTestId("latest-value").textContent).toBe("–");
    expect(screen.getByText("No reading yet")).toBeTruthy();
  });

  it("turns silent by itself, in the site's time", () => {
    show([makeSensor({ time_zone: "Asia/Kathmandu", latest: makeLatest(NOON - 3_000_000, 4.3) })]);
    expect(screen.getByText("Silent")).toBeTruthy();
    expect(screen.getByText("unknown since 16:55")).toBeTruthy();
  });
});
