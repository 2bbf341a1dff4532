// Runs before Next.js in the standalone server, so that also what it prints before src/server/log.ts takes over is
// one JSON object a line.
import { hostname } from "node:os";
import { stripVTControlCharacters } from "node:util";

const LEVELS = ["debug", "info", "warning", "error"];
const least = LEVELS.indexOf((process.env.ISOTHERM_LOG_LEVEL ?? "info").toLowerCase());
const instance = process.env.ISOTHERM_INSTANCE || hostname();

const write =
  (level) =>
  (...parts) => {
    const message = stripVTControlCharacters(parts.map(String).join(" ")).trim();
    if (message === "" || LEVELS.indexOf(level) < least) return;
    const time = new Date().toISOString();
    const line = { time, level, service: "frontend", instance, logger: "next", message };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };

Object.assign(console, {
  debug: write("debug"),
  log: write("info"),
  info: write("info"),
  warn: write("warning"),
  error: write("error"),
});
