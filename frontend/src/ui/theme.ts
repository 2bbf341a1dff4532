// Mantine's theme, and every token as a CSS variable for module CSS and the graph.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";
import { TOKENS } from "./tokens";

const iso: MantineColorsTuple = [
  "#F2F6FC",
  "#E0EAFC",
  "#C1D7FE",
  "#7BA6FF",
  "#578FFB",
  "#417DF0",
  "#326EE3",
  "#1C5BD0",
  "#194AAC",
  "#123780",
];

const SANS = '"Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const MONO =
  '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, "SF Mono", Consolas, monospace';

export const theme = createTheme({
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  colors: { iso },
  primaryColor: "iso",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  black: "#14181F",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "15px", xl: "20px" },
  spacing: { xs: "6px", sm: "10px", md: "16px", lg: "20px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "12px" },
  defaultRadius: "sm",
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "15px", lineHeight: "22px" },
      h3: { fontSize: "13px", lineHeight: "20px" },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  breakpoints: { sm: "40em", md: "68.75em", lg: "85em" },
});

/** Every CSS variable of a colour scheme. */
export function scheme(name: "light" | "dark"): Record<string, string> {
  const index = name === "light" ? 0 : 1;
  const tokens = Object.fromEntries(
    Object.entries(TOKENS).map(([token, pair]) => [`--iso-${token}`, pair[index]]),
  );
  const of = (token: string) => TOKENS[token]?.[index] ?? "";
  return {
    ...tokens,
    "--mantine-color-body": of("surface"),
    "--mantine-color-text": of("text"),
    "--mantine-color-dimmed": of("text-2"),
    "--mantine-color-placeholder": of("text-3"),
    "--mantine-color-default": of("surface"),
    "--mantine-color-default-hover": of("hover"),
    "--mantine-color-default-border": of("line-strong"),
    "--mantine-color-error": of("out"),
  };
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { "--iso-sans": SANS, "--iso-mono": MONO },
  light: scheme("light"),
  dark: scheme("dark"),
});
