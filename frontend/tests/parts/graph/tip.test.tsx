// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { correctedSpans } from "@/domain/correction";
import { hoverAt, type Hover } from "@/parts/graph/hover";
import { Figures } from "@/parts/graph/tip";
import { readColours } from "@/parts/graph/view";
import { makeCorrection } from "../../make-correction";
import { makeSeries } from "../../make";
import { line, makeModel, MINUTE } from "./lines";

function show(names: string[], bucket: number | null): string {
  const series = makeSeries([0, MINUTE], {
    min: [7.96, 7.96],
    avg: bucket === null ? [7.96, 8.0004] : [7.96, 7.99],
    max: [8, 8.04],
    limits: [{ since: 0, low: null, high: 8 }],
  });
  const data = graphData(series, 0, 2 * MINUTE, bucket, "C");
  const lines = names.map((name, i) => line(name, { colour: i + 1, data }));
  const colours = readColours();
  const model = makeModel(lines, null, { to: 2 * MINUTE, colours, width: 600 });
  const hover = { at: 1.4 * MINUTE, left: 10, width: 500, gap: null };
  const { container } = render(<Figures hover={hover} model={model} />);
  return container.textContent;
}

it("shows as many decimals of each figure as explain the verdict", () => {
  expect(show(["A"], MINUTE)).toContain("max8.04average8.0min8.0");
});

it("shows more than two decimals of a reading only if it needs them", () => {
  expect(show(["A"], null)).toContain("reading8.0004");
});

it("does so for each of several lines", () => {
  show(["A", "B"], MINUTE);
  expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "A8.08.0 – 8.04",
    "B8.08.0 – 8.04",
  ]);
});

it("groups the lines of the earlier period below their time, without cutting what tells them apart", () => {
  const series = makeSeries([0, MINUTE], {
    min: [20, 20],
    avg: [21, 21],
    max: [22, 22],
    limits: [],
  });
  const data = graphData(series, 0, 2 * MINUTE, MINUTE, "C");
  const day = 24 * 60 * MINUTE;
  const past = graphData(makeSeries([-day, MINUTE - day]), -day, 2 * MINUTE - day, MINUTE, "C");
  const rooms = ["Server room, Northgate Cold Store", "Server room, Riverside Clinic"];
  const lines = [
    ...rooms.map((full, i) => line(`s${i}`, { name: "Server room", full, data })),
    ...rooms.map((full, i) =>
      line(`s${i} before`, {
        name: "Server room",
        full,
        period: "previous day",
        data: past,
        shift: day,
      }),
    ),
  ];
  const model = makeModel(lines, null, { to: 2 * MINUTE, colours: readColours(), width: 600 });
  const hover = { at: MINUTE, left: 10, width: 500, gap: null };
  render(<Figures hover={hover} model={model} />);
  const heads = screen.getAllByRole("rowheader").map((head) => head.textContent);
  expect(heads).toEqual([...rooms, "previous day, Wed 00:01", ...rooms]);
});

it("tells who set readings aside and why, and that they do not count", () => {
  const of = makeCorrection({ from: MINUTE, to: 2 * MINUTE });
  const series = makeSeries([0], { uncounted: [{ time: 1.5 * MINUTE, value: 85, quality: 32 }] });
  const data = { ...graphData(series, 0, 2 * MINUTE, null, "C"), corrected: correctedSpans([of]) };
  const model = makeModel([line("A", { data })], null, {
    to: 2 * MINUTE,
    colours: readColours(),
    width: 600,
  });
  const hover = hoverAt(model, 375, 500);
  expect(hover).not.toBeNull();
  const { container } = render(<Figures hover={hover as Hover} model={model} />);
  expect(container.textContent).toContain("Set aside; not counted");
  expect(container.textContent).toContain("85.0 at 00:01, set aside; not counted");
  expect(container.textContent).toContain(
    "Set aside by Mira Lindqvist Door held open for cleaning",
  );
});
