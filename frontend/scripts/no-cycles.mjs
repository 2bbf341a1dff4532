// Fails if files of src/ import each other in a cycle; imports of types count too.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const src = new URL("../src", import.meta.url).pathname;
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join(src, name));

/** The file that an import names; undefined for packages and styles. */
function resolve(file, specifier) {
  if (!/^(\.|@\/)/.test(specifier)) return undefined;
  const base = specifier.startsWith("@/")
    ? join(src, specifier.slice(2))
    : join(dirname(file), specifier);
  return [".ts", ".tsx"].map((ending) => base + ending).find((path) => existsSync(path));
}

const imports = new Map(
  files.map((file) => {
    const matches = readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport\(?)\s*"([^"]+)"/g);
    const targets = [...matches].map(([, specifier]) => resolve(file, specifier)).filter(Boolean);
    return [file, targets];
  }),
);

const finished = new Set();

/** The first cycle reachable from a file, as its files in order; null if there is none. */
function findCycle(file, path) {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (finished.has(file)) return null;
  for (const target of imports.get(file) ?? []) {
    const cycle = findCycle(target, [...path, file]);
    if (cycle) return cycle;
  }
  finished.add(file);
  return null;
}

for (const file of files) {
  const cycle = findCycle(file, []);
  if (!cycle) continue;
  console.error(`import cycle: ${cycle.map((step) => relative(src, step)).join(" → ")}`);
  process.exit(1);
}
