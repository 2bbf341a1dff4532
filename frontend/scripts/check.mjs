// `npm run check`: run all checks of the frontend, unless no input has changed since they last passed.
// One hash covers all inputs: a type-aware rule can fail in one file because another has changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const CHECKS = ["lint", "format:check", "typecheck", "api:check"];
const OPENAPI = "../services/api/openapi.json";
const PASSED = "node_modules/.cache/isotherm/passed.sha256";
/** What the tools themselves write. */
const OUTPUTS = /^(node_modules|\.next|next-env\.d\.ts|.*\.tsbuildinfo)$/;

function* inputs(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (OUTPUTS.test(entry.name)) continue;
    if (entry.isDirectory()) yield* inputs(path);
    else yield path;
  }
}

function hashOfInputs() {
  const hash = createHash("sha256").update(process.version);
  for (const path of [...inputs("."), OPENAPI].sort())
    hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

const wanted = hashOfInputs();
if (existsSync(PASSED) && readFileSync(PASSED, "utf8") === wanted) process.exit(0);
rmSync(PASSED, { force: true });
for (const check of CHECKS) {
  const { status } = spawnSync("npm", ["run", "--silent", check], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
mkdirSync(dirname(PASSED), { recursive: true });
writeFileSync(PASSED, wanted);
