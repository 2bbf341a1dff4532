import { expect, it } from "vitest";
import { seriesNow } from "@/server/metrics";
import { countRenderFailure } from "@/server/render-failures";

it("counts errors by what raised them", () => {
  for (const type of ["render", "render", "route", "proxy", "middleware", "action", "constructor"])
    countRenderFailure(type);
  const counts = seriesNow("isotherm_frontend_render_failures_total").map(
    ({ labels, value }) => [labels.kind, value] as const,
  );
  expect(Object.fromEntries(counts)).toEqual({ page: 2, route: 1, proxy: 2, other: 2 });
});
