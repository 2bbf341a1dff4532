import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  boundWords,
  byTag,
  curl,
  refName,
  typeWords,
  type ApiDocument,
  type ApiSchema,
} from "@/domain/api-document";
import packageJson from "../../package.json";

const ROOT = join(import.meta.dirname, "../../..");
const OURS = JSON.parse(
  readFileSync(join(ROOT, "services/api/openapi.json"), "utf8"),
) as ApiDocument;
const LISTED = byTag(OURS).flatMap(([, operations]) => operations);
const named = (id: string) => {
  const listed = LISTED.find(({ operation }) => operation.operationId === id);
  if (!listed) throw new Error(id);
  return listed;
};

it("lists every operation once", () => {
  const all = Object.values(OURS.paths).flatMap((operations) => Object.keys(operations));
  expect(LISTED).toHaveLength(all.length);
  expect(byTag(OURS).length).toBeGreaterThan(10);
});

it("has the version of the whole in each of its parts", () => {
  const project = readFileSync(join(ROOT, "pyproject.toml"), "utf8");
  const version = /^version = "(.*)"/m.exec(project)?.[1];
  expect(packageJson.version).toBe(version);
  expect(OURS.info.version).toBe(version);
});

it("says types in words", () => {
  expect(typeWords({ anyOf: [{ type: "integer" }, { type: "null" }] })).toBe("integer or null");
  expect(typeWords({ type: "array", items: { $ref: "#/components/schemas/Site" } })).toBe(
    "list of Site",
  );
  expect(typeWords({ enum: ["C", "F"] })).toBe('one of "C", "F"');
  expect(typeWords({ prefixItems: [{ type: "integer" }, { type: "integer" }] })).toBe(
    "[integer, integer]",
  );
  expect(boundWords({ minItems: 1, maxItems: 20 })).toBe("1 to 20 of them");
  expect(boundWords({ minimum: 1, default: 100 })).toBe("at least 1, by default 100");
});

it("leads from every reference to a schema", () => {
  const references: string[] = [];
  const walk = (schema: ApiSchema | boolean | undefined) => {
    if (!schema || typeof schema === "boolean") return;
    const name = refName(schema);
    if (name) references.push(name);
    [...(schema.anyOf ?? []), ...(schema.prefixItems ?? []), schema.items].forEach(walk);
    Object.values(schema.properties ?? {}).forEach(walk);
  };
  Object.values(OURS.components.schemas).forEach(walk);
  expect(references.length).toBeGreaterThan(50);
  expect(references.filter((name) => !(name in OURS.components.schemas))).toEqual([]);
});

it("gives a command for reading", () => {
  expect(curl(named("read_statistics"), "https://iso.example", OURS)).toBe(
    "curl 'https://iso.example/api/v1/statistics?sensor=SENSOR' \\\n  -H \"Cookie: $COOKIE\"",
  );
});

it("gives a command for changing, with what the server asks for", () => {
  const command = curl(named("set_limits"), "https://iso.example", OURS);
  expect(command).toContain("-X PUT 'https://iso.example/api/v1/sensors/SITE/SENSOR/limits'");
  expect(command).toContain("-H 'Origin: https://iso.example'");
  expect(command).toContain("-H 'If-Match: IF_MATCH'");
  expect(command).toContain('"low": 0');
});
