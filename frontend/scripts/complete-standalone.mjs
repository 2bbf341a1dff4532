// Completes the standalone folder: Next.js leaves out the static files, which the server needs, and its server knows
// no --version and prints before the app can turn that into log lines.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const FOLDER = ".next/standalone";
const SERVER = `${FOLDER}/server.js`;
/** What runs before Next.js, in this order. */
const BEFORE = ["say-version.mjs", "first-log.mjs"];

rmSync(`${FOLDER}/.next/static`, { recursive: true, force: true });
cpSync(".next/static", `${FOLDER}/.next/static`, { recursive: true });
for (const name of BEFORE) cpSync(`scripts/${name}`, `${FOLDER}/${name}`);
const imports = BEFORE.map((name) => `import "./${name}";\n`).join("");
writeFileSync(SERVER, imports + readFileSync(SERVER, "utf8"));
