// Runs before everything else in the standalone server: `node server.js --version` says the version, without any setting.
import { readFileSync } from "node:fs";

if (process.argv.includes("--version")) {
  const { name, version } = JSON.parse(
    readFileSync(new URL("./package.json", import.meta.url), "utf8"),
  );
  process.stdout.write(`${name} ${version}\n`);
  process.exit(0);
}
