// Writes what the frontend takes from the API's committed OpenAPI document, or checks that it is current: the types
// of requests and responses, and the templates of addresses, by which the server logs and counts requests.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../services/api/openapi.json", import.meta.url);
const head =
  "// Generated from services/api/openapi.json by `npm run api:generate`. Do not edit.\n\n";
const types = head + astToString(await openapiTS(source, { alphabetize: true }));
const { paths } = JSON.parse(readFileSync(source, "utf8"));
const routes = `${JSON.stringify(Object.keys(paths).sort(), null, 2)}\n`;

for (const [file, text] of [
  ["src/domain/api-types.ts", types],
  ["src/server/api-routes.json", routes],
]) {
  const target = new URL(`../${file}`, import.meta.url);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (readFileSync(target, "utf8") !== text) {
    console.error(`${file} is not current: run \`make generate\`.`);
    process.exit(1);
  }
}
