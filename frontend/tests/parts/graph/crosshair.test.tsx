// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { Crosshair } from "@/parts/graph/crosshair";
import { modelOf } from "@/parts/graph/model";
import { readColours } from "@/parts/graph/view";
import { makeSeries } from "../../make";

it("is aligned with axis and line, whatever the graph's height", () => {
  const data = graphData(makeSeries([0, 60_000]), 0, 120_000, 60_000, "C");
  const model = modelOf({
    lines: [{ key: "a", name: "A", colour: 1, data }],
    pointed: null,
    from: 0,
    to: 120_000,
    zone: "UTC",
    phone: false,
    follows: false,
    moving: false,
    unit: "C",
    unitSign: "°C",
    colours: readColours(),
    width: 600,
  });
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
