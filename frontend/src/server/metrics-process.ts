// What Node.js knows of its process: memory, CPU, and how busy its event loop is.
import { readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import { observe, provide } from "./metrics";

const EVERY_MS = 500;

function openFiles(): number | [] {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    // only Linux says
    return [];
  }
}

function heap(): [Record<string, string>, number][] {
  const { heapUsed, heapTotal, external } = process.memoryUsage();
  const limit = getHeapStatistics().heap_size_limit;
  const sizes = { used: heapUsed, reserved: heapTotal, limit, external };
  return Object.entries(sizes).map(([kind, bytes]) => [{ kind }, bytes]);
}

/** Observe by how much a timer is late that never keeps the process alive; return the undo. */
function observeLag(): () => void {
  let due = performance.now() + EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    observe("isotherm_frontend_event_loop_lag_seconds", Math.max(0, now - due) / 1000);
    due = now + EVERY_MS;
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Have the process's own metrics read at each scrape; return what ends the measuring. */
export function measureProcess(version: string): () => void {
  const startedAt = Math.round(performance.timeOrigin) / 1000;
  provide("isotherm_frontend_info", () => [[{ version }, 1]]);
  provide("isotherm_frontend_heap_bytes", heap);
  provide(
    "isotherm_frontend_event_loop_busy_seconds_total",
    () => performance.eventLoopUtilization().active / 1000,
  );
  provide("process_resident_memory_bytes", () => process.memoryUsage.rss());
  provide("process_cpu_seconds_total", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  provide("process_start_time_seconds", () => startedAt);
  provide("process_open_fds", openFiles);
  return observeLag();
}
