// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { CompareRow } from "@/features/compare/compare-row";
import type { CompareControl } from "@/features/compare/use-compare";
import type { Statistics } from "@/domain/types";
import type { Range } from "@/time/range";
import { makeSensor } from "../../make";
import { renderPage } from "../../page";

const NIGHT: Range = { from: 1_795_885_200_000, to: 1_795_928_400_000 };
const never = { seconds: 0, times: 0, open: false };

const makeFigures = (changes: Partial<Statistics>): Statistics => ({
  sensor: "linden-pharmacy/freezer",
  recalculating: false,
  n: 720,
  uncounted: 0,
  expected: 720,
  coverage: 1,
  unknown_s: 0,
  min: { value: 20.5, time: 0 },
  mean: 21.5,
  max: { value: 22.7, time: 0 },
  above: never,
  below: never,
  ...changes,
});

function show(figures: Statistics, earlier?: Statistics) {
  const sensor = makeSensor({ id: "linden-pharmacy/freezer", name: "Freezer" });
  renderPage(
    <table>
      <tbody>
        <CompareRow
          line={{ id: sensor.id, colour: 1, hidden: false }}
          compare={{ toggle: vi.fn(), remove: vi.fn() } as unknown as CompareControl}
          range={NIGHT}
          cursor={null}
          at="At cursor"
          unit="C"
          told={new Map()}
          onPointed={vi.fn()}
          {...{ sensor, figures, earlier }}
        />
      </tbody>
    </table>,
    { sensors: [sensor] },
  );
  return within(screen.getByRole("row"));
}

const PAGE = `/sensors/linden-pharmacy/freezer?from=${NIGHT.from}&to=${NIGHT.to}`;

it("leads to the sensor in the range in view, also from the time beyond a limit", () => {
  const row = show(makeFigures({ above: { seconds: 480, times: 1, open: false } }));
  expect(row.getByRole("link", { name: "Freezer" }).getAttribute("href")).toBe(PAGE);
  const beyond = row.getByRole("link", { name: /^8\smin, excursions of Freezer$/ });
  expect(beyond.getAttribute("href")).toBe(PAGE);
  expect(row.getAllByRole("link")).toHaveLength(2);
});

it("says each figure of the earlier period below that of the range", () => {
  const row = show(
    makeFigures({ max: { value: 22.7, time: 0 } }),
    makeFigures({ max: { value: 29, time: 0 }, above: { seconds: 1500, times: 2, open: false } }),
  );
  expect(row.getByTestId("max").textContent).toContain("22.7before 29.0");
  expect(row.getByTestId("above").textContent).toBe("0\u00a0minbefore 25\u00a0min");
});

it("says nothing of an earlier period without one", () => {
  expect(show(makeFigures({})).queryByText(/before/)).toBeNull();
});
