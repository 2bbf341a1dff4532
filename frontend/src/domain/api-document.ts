// The parts of an OpenAPI document that the API page shows, as text.

export interface ApiSchema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, ApiSchema>;
  required?: string[];
  items?: ApiSchema;
  prefixItems?: ApiSchema[];
  anyOf?: ApiSchema[];
  oneOf?: ApiSchema[];
  additionalProperties?: ApiSchema | boolean;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

export interface ApiParameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  required?: boolean;
  description?: string;
  schema?: ApiSchema;
}

type Content = Record<string, { schema?: ApiSchema }>;

export interface ApiOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: ApiParameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description?: string; content?: Content }>;
}

export interface ApiDocument {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, ApiOperation>>;
  components: { schemas: Record<string, ApiSchema> };
}

export interface Listed {
  method: string;
  path: string;
  operation: ApiOperation;
}

/** The operations by their tag, in the order of the document. */
export function byTag({ paths }: ApiDocument): [tag: string, operations: Listed[]][] {
  const tags = new Map<string, Listed[]>();
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "other";
      tags.set(tag, [...(tags.get(tag) ?? []), { method: method.toUpperCase(), path, operation }]);
    }
  return [...tags];
}

/** The name of the schema that a reference leads to; null without one. */
export const refName = ({ $ref }: ApiSchema): string | null => $ref?.split("/").at(-1) ?? null;

/** "integer or null", "list of Reading", "one of \"C\", \"F\"": a schema in words. */
export function typeWords(schema: ApiSchema | undefined): string {
  if (!schema) return "anything";
  const name = refName(schema);
  if (name !== null) return name;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeWords).join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(", ")}`;
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeWords).join(", ")}]`;
  if (schema.type === "array") return `list of ${typeWords(schema.items)}`;
  if (typeof schema.additionalProperties === "object")
    return `object of ${typeWords(schema.additionalProperties)}`;
  return schema.type ?? "anything";
}

/** "1 to 20 of them", "at least 0", "by default 100": what else holds for a value. */
export function boundWords({
  minimum,
  maximum,
  minItems,
  maxItems,
  default: preset,
}: ApiSchema): string {
  const between = (low: number | undefined, high: number | undefined, of: string) => {
    if (low !== undefined && high !== undefined) return [`${low} to ${high}${of}`];
    if (low !== undefined) return [`at least ${low}${of}`];
    return high === undefined ? [] : [`at most ${high}${of}`];
  };
  return [
    ...between(minimum, maximum, ""),
    ...between(minItems, maxItems, " of them"),
    ...(preset == null ? [] : [`by default ${JSON.stringify(preset)}`]),
  ].join(", ");
}

/** A value that stands for a parameter in an example. */
const PLACEHOLDER = (name: string) => name.replace(/[^a-z0-9]+/gi, "_").toUpperCase();

const EXAMPLES: Record<string, string> = {
  boolean: "true",
  integer: "0",
  number: "0",
  string: '"…"',
  array: "[]",
  object: "{}",
};

function bodyExample(schema: ApiSchema | undefined, { components }: ApiDocument): string {
  const name = schema && refName(schema);
  const shape = name ? components.schemas[name] : schema;
  const fields = shape?.required ?? Object.keys(shape?.properties ?? {}).slice(0, 1);
  const pairs = fields.map((field) => {
    const of = shape?.properties?.[field];
    const plain = of?.anyOf?.find(({ type }) => type !== "null") ?? of;
    const value = plain?.enum ? JSON.stringify(plain.enum[0]) : EXAMPLES[plain?.type ?? "object"];
    return `${JSON.stringify(field)}: ${value ?? "{}"}`;
  });
  return `{${pairs.join(", ")}}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A command that calls an operation at `origin` with the cookie of a session in $COOKIE. */
export function curl({ method, path, operation }: Listed, origin: string, of: ApiDocument): string {
  // Without If-Match a change is refused by a problem of its own, so the document does not require it.
  const needed = (operation.parameters ?? []).filter(
    ({ required, name }) => required || name === "If-Match",
  );
  const query = needed
    .filter((parameter) => parameter.in === "query")
    .map(({ name }) => `${name}=${PLACEHOLDER(name)}`);
  const address = path.replace(/\{([^}]+)\}/g, (_, name: string) => PLACEHOLDER(name));
  const body = operation.requestBody?.content["application/json"];
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(origin + address + (query.length > 0 ? `?${query.join("&")}` : ""))}`,
    `-H "Cookie: $COOKIE"`,
    ...(method === "GET" ? [] : [`-H ${quoted(`Origin: ${origin}`)}`]),
    ...needed
      .filter((parameter) => parameter.in === "header")
      .map(({ name }) => `-H ${quoted(`${name}: ${PLACEHOLDER(name)}`)}`),
    ...(body
      ? ["-H 'Content-Type: application/json'", `-d ${quoted(bodyExample(body.schema, of))}`]
      : []),
  ].join(" \\\n  ");
}
