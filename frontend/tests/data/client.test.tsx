// What a page's queries leave behind on the server, where each request has a client of its own.
import { QueryClientProvider, useQuery, type QueryClient } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeQueryClient } from "@/data/api/client";
import { sensorsQuery } from "@/data/api/sensors";
import { useSeries } from "@/data/api/series";
import { useStatistics } from "@/data/api/statistics";

const RANGE = { from: 1_763_996_400_000, to: 1_764_000_000_000 };
const now = () => 1_764_000_000_000;

function Page() {
  useQuery(sensorsQuery);
  useQuery({ queryKey: ["me"], queryFn: () => Promise.resolve(1) });
  useSeries(["a/b"], RANGE, 720, now);
  useStatistics(["a/b"], RANGE, now);
  return null;
}

const render = (client: QueryClient) =>
  renderToString(
    <QueryClientProvider client={client}>
      <Page />
    </QueryClientProvider>,
  );

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a page rendered on the server leaves no timer that would keep its request in memory", () => {
  const client = makeQueryClient();
  render(client);
  expect(client.getQueryCache().getAll().length).toBe(4);
  expect(vi.getTimerCount()).toBe(0);
});
