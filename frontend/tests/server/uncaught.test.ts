import { beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { seriesNow } from "@/server/metrics";
import { followUncaught } from "@/server/uncaught";
import { stubSettings, written } from "./lines";

type Listener = (...args: unknown[]) => void;

const countOf = (kind: string): number =>
  seriesNow("isotherm_frontend_uncaught_errors_total").find(({ labels }) => labels.kind === kind)
    ?.value ?? NaN;
const counts = () => ({ error: countOf("error"), rejection: countOf("rejection") });

/** Have only these listeners of an event until the test ends, instead of the test runner's. */
function listenAlone(event: string, ...listeners: Listener[]): void {
  const others = process.rawListeners(event) as Listener[];
  const replace = (by: Listener[]) => {
    process.removeAllListeners(event);
    for (const listener of by) process.on(event, listener);
  };
  replace(listeners);
  onTestFinished(() => replace(others));
}

/** What ends the wait for an event, as a listener of it. */
function heard() {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  return { error: promise, listener: (error: unknown) => resolve(error) };
}

beforeAll(() => stubSettings());
let output: ReturnType<typeof written>;
let before: ReturnType<typeof counts>;
beforeEach(() => {
  output = written();
  before = counts();
});
const added = () => ({
  error: countOf("error") - before.error,
  rejection: countOf("rejection") - before.rejection,
});

it("counts and logs an error that nothing caught", async () => {
  const uncaught = heard();
  listenAlone("uncaughtException", uncaught.listener);
  onTestFinished(followUncaught());
  setImmediate(() => {
    throw new Error("lost, token=abc@example.org");
  });
  await uncaught.error;
  expect(added()).toEqual({ error: 1, rejection: 0 });
  expect(output.lines()).toMatchObject([
    { level: "error", logger: "process", message: "uncaught error in the server", kind: "error" },
  ]);
  expect(output.text()).not.toContain("abc@example.org");
});

it("counts and logs a promise that was rejected, where another listener lets the process go on", async () => {
  const rejected = heard();
  listenAlone("unhandledRejection");
  onTestFinished(followUncaught());
  process.on("unhandledRejection", rejected.listener);
  void Promise.reject(new Error("broken"));
  await rejected.error;
  expect(added()).toEqual({ error: 0, rejection: 1 });
  expect(output.lines()).toMatchObject([{ level: "error", kind: "rejection", error: "broken" }]);
});

it("leaves a rejected promise to end the process if nothing else listens", async () => {
  const uncaught = heard();
  listenAlone("uncaughtException", uncaught.listener);
  listenAlone("unhandledRejection");
  onTestFinished(followUncaught());
  const error = new Error("fatal");
  void Promise.reject(error);
  expect(await uncaught.error).toBe(error);
  expect(added()).toEqual({ error: 1, rejection: 0 });
});
