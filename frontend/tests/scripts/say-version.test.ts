import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "isotherm-server-"));
  copyFileSync("scripts/say-version.mjs", join(folder, "say-version.mjs"));
  const names = { name: "isotherm-frontend", version: "1.2.3", type: "module" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(names));
  writeFileSync(
    join(folder, "server.js"),
    'import "./say-version.mjs";\nprocess.stdout.write("serves");',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...options: string[]) =>
  execFileSync(process.execPath, [join(folder, "server.js"), ...options], {
    env: { NODE_ENV: "production" },
    encoding: "utf8",
  });

it("says the version of the server instead of starting it", () => {
  expect(run("--version")).toBe("isotherm-frontend 1.2.3\n");
});

it("starts the server without that option", () => {
  expect(run()).toBe("serves");
});
