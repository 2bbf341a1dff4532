// The linter: strict types, the hooks' rules, and the arrows app → features → ui, lib.
// The zones come from the folder listing, so a new feature is fenced the day it is made.
import { readdirSync } from "node:fs";
import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const folders = (path) =>
  readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

/** Files of `zone` may not import what `forbidden` names; a long way up must be written with "@/". */
function fence(zone, forbidden, message) {
  return {
    files: [`src/${zone}/**/*.{ts,tsx}`],
    rules: {
      "no-restricted-imports": ["error", {
        patterns: [
          ...forbidden.map((regex) => ({ regex, message })),
          { regex: "^(\\.\\./){2,}", message: "Leave a folder by its name, with @/." },
        ],
      }],
    },
  };
}

const features = folders("src/features").map((name) =>
  fence(`features/${name}`, ["^@/app/", `^@/features/(?!${name}/)`, "^@/lib/server/", "^\\.\\./"],
    "A feature knows ui and lib only: not the app, not another feature, not the server's side."));

export default tseslint.config(
  { ignores: [".next/**", "node_modules/**", "next-env.d.ts", "src/lib/api-types.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
    },
  },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked, languageOptions: { ...tseslint.configs.disableTypeChecked.languageOptions, globals: { process: "readonly", console: "readonly", URL: "readonly" } }, rules: { ...tseslint.configs.disableTypeChecked.rules, "no-console": "off" } },
  fence("lib", ["^@/(app|features|ui)/"], "lib knows nothing above it."),
  fence("ui", ["^@/(app|features)/", "^@/lib/server/"], "ui knows lib only."),
  ...features,
);
