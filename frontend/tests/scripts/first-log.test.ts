import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const PRINTED =
  'console.log(" \\u001b[1m▲ Next.js\\u001b[0m", 1); console.log(""); console.error(new Error("broken"));';
const run = (level: string) =>
  execFileSync(process.execPath, ["--import", "./scripts/first-log.mjs", "-e", PRINTED], {
    env: { NODE_ENV: "production", ISOTHERM_INSTANCE: "frontend-0", ISOTHERM_LOG_LEVEL: level },
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it("turns what is printed before the log is there into its lines", () => {
  const of = { service: "frontend", instance: "frontend-0", logger: "next" };
  expect(run("info")).toMatchObject([
    { ...of, level: "info", message: "▲ Next.js 1" },
    { ...of, level: "error", message: "Error: broken" },
  ]);
  expect(run("warning").map(({ level }) => level)).toEqual(["error"]);
});
