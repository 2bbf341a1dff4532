// Fail when files of src/ import each other in a circle; imports of types count too.
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
    const found = readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport\(?)\s*"([^"]+)"/g);
    const targets = [...found].map(([, specifier]) => resolve(file, specifier)).filter(Boolean);
    return [file, targets];
  }),
);

const finished = new Set();

/** The first circle that is reached from a file, as the files along it; null when there is none. */
function circle(file, path) {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (finished.has(file)) return null;
  for (const target of imports.get(file) ?? []) {
    const found = circle(target, [...path, file]);
    if (found) return found;
  }
  finished.add(file);
  return null;
}

for (const file of files) {
  const found = circle(file, []);
  if (!found) continue;
  console.error(`import cycle: ${found.map((step) => relative(src, step)).join(" → ")}`);
  process.exit(1);
}
