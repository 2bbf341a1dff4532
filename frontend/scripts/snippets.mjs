// Write the wizard's programs for the targets on standard input (a JSON array of Target) as JSON on
// standard output: [{ mosquitto: "…", … }, …]. The tests send what these programs send to a broker.
import { registerHooks } from "node:module";
import { text } from "node:stream/consumers";

// Node.js runs TypeScript, but wants the ending of a file that is imported.
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      /^\.\.?\//.test(specifier) && !/\.\w+$/.test(specifier) ? `${specifier}.ts` : specifier,
      context,
    ),
});

const { SNIPPETS } = await import("../src/domain/snippets/snippets.ts");
const targets = JSON.parse(await text(process.stdin));
const written = targets.map((target) =>
  Object.fromEntries(SNIPPETS.map(({ key, write }) => [key, write(target)])),
);
console.log(JSON.stringify(written));
