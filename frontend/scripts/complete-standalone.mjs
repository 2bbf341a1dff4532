// Completes the standalone folder: Next.js leaves out the static files, which the server needs, and its server prints
// before the app can turn that into log lines.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const FOLDER = ".next/standalone";
const SERVER = `${FOLDER}/server.js`;
const FIRST = "first-log.mjs";

rmSync(`${FOLDER}/.next/static`, { recursive: true, force: true });
cpSync(".next/static", `${FOLDER}/.next/static`, { recursive: true });
cpSync(`scripts/${FIRST}`, `${FOLDER}/${FIRST}`);
writeFileSync(SERVER, `import "./${FIRST}";\n${readFileSync(SERVER, "utf8")}`);
