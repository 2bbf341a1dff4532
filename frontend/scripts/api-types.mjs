// Writes src/domain/api-types.ts from the API's committed OpenAPI document, or checks that it is current.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../services/api/openapi.json", import.meta.url);
const target = new URL("../src/domain/api-types.ts", import.meta.url);
const head =
  "// Generated from services/api/openapi.json by `npm run api:generate`. Do not edit.\n\n";
const text = head + astToString(await openapiTS(source, { alphabetize: true }));

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error("src/domain/api-types.ts is not current: run `npm run api:generate`.");
  process.exit(1);
}
