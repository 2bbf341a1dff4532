// The linter: strict types, the rules of hooks, and the arrows app → features → parts → ui, data → domain → time.
// The folders are read from disk, so that a new folder is covered at once.
import { readdirSync } from "node:fs";
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const folders = (path) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** What each layer may import besides itself. */
const MAY_IMPORT = {
  time: [],
  domain: ["time"],
  data: ["domain", "time"],
  ui: [],
  parts: ["ui", "data", "domain", "time"],
  features: ["parts", "ui", "data", "domain", "time"],
  server: [],
  app: ["features", "parts", "ui", "data", "domain", "time", "server"],
};

const layers = folders("src");
const unfenced = layers.filter((layer) => !(layer in MAY_IMPORT));
if (unfenced.length > 0)
  throw new Error(`src/${unfenced.join(", src/")}: not a layer; add it to MAY_IMPORT`);

/** Forbid imports that match `regexes` in `files`, and relative imports over more than one folder. */
function fence(files, regexes, message) {
  return {
    files,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...regexes.map((regex) => ({ regex, message })),
            { regex: "^(\\.\\./){2,}", message: "Import other folders with @/." },
          ],
        },
      ],
    },
  };
}

const layerFences = layers.flatMap((layer) => {
  const others = layers.filter((other) => other !== layer && !MAY_IMPORT[layer].includes(other));
  const message = `${layer} may import ${MAY_IMPORT[layer].join(", ") || "nothing of the other layers"}.`;
  const forbidden = others.map((other) => `^@/${other}/`);
  // For files directly in the layer's folder, "../" leaves the layer.
  return [
    fence([`src/${layer}/**/*.{ts,tsx}`], forbidden, message),
    fence([`src/${layer}/*.{ts,tsx}`], [...forbidden, "^\\.\\./"], message),
  ];
});

const featureFences = folders("src/features").map((name) =>
  fence(
    [`src/features/${name}/**/*.{ts,tsx}`],
    ["^@/(app|server)/", `^@/features/(?!${name}/)`, "^\\.\\./"],
    "A feature may import parts, ui, data, domain and time, but not app, server or another feature.",
  ),
);

export default tseslint.config(
  { ignores: [".next/**", "node_modules/**", "next-env.d.ts", "src/domain/api-types.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "Property[key.name='gcTime'] > :matches(Literal, BinaryExpression)",
          message: "Use keptFor: on the server, a timer would keep the whole request in memory.",
        },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        {
          ignoreArrowShorthand: true,
          ignoreVoidOperator: true,
          ignoreVoidReturningFunctions: true,
        },
      ],
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
    },
  },
  {
    files: ["**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { process: "readonly", console: "readonly", URL: "readonly" },
    },
    rules: { ...tseslint.configs.disableTypeChecked.rules, "no-console": "off" },
  },
  ...layerFences,
  ...featureFences,
);
