// Builds for an image: the same sources give the same files. Next.js would name each build at random, and make random
// keys for preview mode and server actions. No page uses either, and a key in a public image is no secret.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const NOT_SOURCES = /^(node_modules|\.next)(\/|$)/;

function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest();
}

const files = readdirSync(".", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replace(/^\.\//, ""))
  .filter((path) => !NOT_SOURCES.test(path))
  .sort();
const sources = digest(...files.flatMap((path) => [path, readFileSync(path)]));
const key = (name) => digest(name, sources);

mkdirSync(".next/cache", { recursive: true });
writeFileSync(
  ".next/cache/.previewinfo",
  JSON.stringify({
    previewModeId: key("preview id").toString("hex").slice(0, 32),
    previewModeSigningKey: key("preview signature").toString("hex"),
    previewModeEncryptionKey: key("preview encryption").toString("hex"),
    expireAt: Number.MAX_SAFE_INTEGER,
  }),
);
const { status } = spawnSync("npm", ["run", "build"], {
  stdio: "inherit",
  env: {
    ...process.env,
    ISOTHERM_BUILD_ID: sources.toString("hex").slice(0, 20),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key("server actions").toString("base64"),
  },
});
process.exit(status ?? 1);
