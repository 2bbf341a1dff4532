// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { Crosshair } from "@/parts/graph/crosshair";
import { readColours } from "@/parts/graph/view";
import { makeSeries } from "../../make";
import { line, makeModel } from "./lines";

it("is aligned with axis and line, whatever the graph's height", () => {
  const data = graphData(makeSeries([0, 60_000]), 0, 120_000, 60_000, "C");
  const colours = readColours();
  const model = makeModel([line("a", { data })], null, { to: 120_000, colours, width: 600 });
  const bottoms = [372, 420].map((outer) => {
    const { container, unmount } = render(
      <Crosshair
        hover={{ at: 30_000, left: 10, width: 500, gap: null }}
        model={model}
        outer={outer}
      />,
    );
    const line = container.querySelector<HTMLElement>("div[class*=line]");
    const dot = container.querySelector<HTMLElement>("i[class*=dot]");
    const height = parseFloat(line?.style.height ?? "");
    const share = (parseFloat(dot?.style.top ?? "") - parseFloat(line?.style.top ?? "")) / height;
    unmount();
    return { height, share };
  });
  expect(bottoms[1]?.height).toBe((bottoms[0]?.height ?? 0) + 48);
  expect(bottoms[1]?.share).toBeCloseTo(bottoms[0]?.share ?? 0);
});
