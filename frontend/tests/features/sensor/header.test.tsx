// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Header } from "@/features/sensor/header";
import type { Sensor } from "@/domain/types";
import { NOON, makeLatest, makeSensor } from "../../make";
import { ME, renderPage } from "../../page";

const MINUTE = 60_000;
const plain = (text: string | null | undefined) => (text ?? "").replaceAll("\u00a0", " ");
const NEVER = { seconds: 0, times: 0, open: false };
const asked: URL[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ["Date"] });
  asked.length = 0;
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(new URL(request.url));
    const above = { seconds: 5400, times: 1, open: true };
    return Promise.resolve(
      Response.json({ from: 0, to: 0, sensors: [{ above, below: NEVER, unknown_s: 3600 }] }),
    );
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const show = (sensor: Partial<Sensor>, me = ME) =>
  renderPage(<Header sensor={makeSensor(sensor)} zone="Europe/Vienna" />, { me });

describe("the header of a sensor out of range", () => {
  const above: Partial<Sensor> = {
    state: "above",
    since: NOON - 150 * MINUTE,
    latest: makeLatest(NOON, 8.04),
  };

  it("shows as many decimals as explain the verdict", () => {
    show(above);
    expect(screen.getByTestId("latest-value").textContent).toBe("8.04");
    expect(plain(document.body.textContent)).toContain("0.04 °C above the high limit");
  });

  it("shows how long the statistics know it to be, and how long they do not", async () => {
    show(above);
    expect(screen.getByTestId("sensor-state").textContent).not.toContain("for");
    expect(await screen.findAllByText(/unknown/)).not.toEqual([]);
    expect(plain(screen.getByTestId("sensor-state").textContent)).toBe(
      "Above limit for 1 h 30 min, 1 h unknown",
    );
    const [query] = asked.map((url) => Object.fromEntries(url.searchParams));
    expect(query).toEqual({
      sensor: "linden-pharmacy/vaccine-fridge",
      from: String(NOON - 150 * MINUTE),
      to: String(NOON),
    });
  });
});

describe("the header of another sensor", () => {
  it("says since when its values are doubtful, and what they are", () => {
    show({
      state: "suspect",
      status: "fault",
      since: NOON - 5 * MINUTE,
      latest: { ...makeLatest(NOON, 999), quality: 2, good_time: NOON - 6 * MINUTE, good_value: 4 },
    });
    expect(plain(screen.getByTestId("sensor-state").textContent)).toContain("Doubtful values");
    const words = plain(document.body.textContent);
    expect(words).toContain("Doubtful values since 12:55: 999.0 °C");
    expect(screen.getByTestId("latest-value").textContent).toBe("4.0");
    expect(screen.getByTestId("doubt").textContent).toBe("latest reading: suspect");
  });

  it("asks for no statistics", () => {
    show({ latest: makeLatest(NOON, 7.96) });
    expect(screen.getByTestId("latest-value").textContent).toBe("8.0");
    expect(asked).toEqual([]);
  });

  it("shows a limit as it was set in °F", () => {
    const limits = { low: null, high: 4.4444, since: 0 };
    show({ limits, latest: makeLatest(NOON, 4.4444) }, { ...ME, unit: "F" });
    expect(screen.getByTestId("latest-value").textContent).toBe("40.0");
    expect(plain(document.body.textContent)).toContain("up to 40.0 °F");
    expect(screen.getByText("Within its limits")).toBeTruthy();
  });
});
