import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../../src");
const NO_STYLES =
  /^(use|type |create|mantine|MantineProvider|MantineColorsTuple|CSSVariablesResolver|ColorSchemeScript)/;

it("includes the styles of every Mantine component in use", () => {
  const styles = readFileSync(join(SRC, "app/mantine.ts"), "utf8");
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const used = files.flatMap((name) => {
    const imports = readFileSync(join(SRC, name), "utf8").matchAll(
      /import \{([^}]+)\} from "@mantine\/core"/g,
    );
    return [...imports].flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()));
  });
  const parts = new Set(used.filter((name) => !NO_STYLES.test(name)));
  expect(parts.size).toBeGreaterThan(3);
  // A select is a combobox in an input.
  for (const part of parts)
    expect(styles).toContain(`/${part === "Select" ? "Combobox" : part}.layer.css`);
});
