import { expect, it, onTestFinished } from "vitest";
import { seriesNow, type Metric } from "@/server/metrics";
import { measureProcess } from "@/server/metrics-process";

const valueOf = (name: Metric) => seriesNow(name)[0]?.value ?? NaN;

it("measures the process", async () => {
  onTestFinished(measureProcess("1.2.3"));
  expect(seriesNow("isotherm_frontend_info")[0]?.labels).toEqual({ version: "1.2.3" });
  expect(valueOf("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  expect(valueOf("process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(valueOf("process_open_fds")).toBeGreaterThan(2);
  const startedAt = valueOf("process_start_time_seconds");
  expect(startedAt).toBeLessThanOrEqual(Date.now() / 1000);
  expect(startedAt).toBeGreaterThan(Date.now() / 1000 - 86_400);
  const heap = seriesNow("isotherm_frontend_heap_bytes").map(({ labels, value }) => [
    labels.kind,
    value,
  ]);
  expect(heap.map(([kind]) => kind)).toEqual(["used", "reserved", "limit", "external"]);
  for (const [, bytes] of heap) expect(bytes).toBeGreaterThan(0);
  await expect
    .poll(() => seriesNow("isotherm_frontend_event_loop_lag_seconds")[0]?.count)
    .toBeGreaterThan(0);
  expect(valueOf("isotherm_frontend_event_loop_busy_seconds_total")).toBeGreaterThan(0);
});
