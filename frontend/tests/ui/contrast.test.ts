// Every text can be read on every ground that it stands on, in light and in dark: WCAG's 4.5 to 1.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TOKENS } from "@/ui/tokens";

const LEAST = 4.5;
const TEXTS = ["text", "text-2", "text-3", "accent", "ok", "out", "silent", "fault"];
/** Grounds of pages, lists, menus and the rail, chosen and pointed at. */
const GROUNDS = ["canvas", "surface", "raised", "sunken", "hover", "rail-here", "band-limits"];
const SOFT = ["accent-soft", "ok-soft", "out-soft", "silent-soft", "fault-soft", "never-soft"];

const SCHEMES = [0, 1] as const;
type Scheme = (typeof SCHEMES)[number];

const hex = (token: string, scheme: Scheme): string => {
  const value = TOKENS[token]?.[scheme];
  if (!value || !/^#[0-9A-F]{6}$/i.test(value)) throw new Error(`${token} is no colour: ${value}`);
  return value;
};

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(text: string, ground: string, scheme: Scheme): number {
  const [dark = 0, light = 0] = [text, ground]
    .map((token) => luminance(hex(token, scheme)))
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Pairs that a rule of a style sheet sets together. */
function pairsOfSheets(): [text: string, ground: string, where: string][] {
  const root = join(import.meta.dirname, "../../src");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".css"))
    .flatMap((path) => {
      const rules = readFileSync(join(root, path), "utf8").match(/\{[^{}]*\}/g) ?? [];
      return rules.flatMap((rule): [string, string, string][] => {
        const text = /[;{\s]color:\s*var\(--iso-([\w-]+)\)/.exec(rule)?.[1];
        const ground = /background(?:-color)?:\s*var\(--iso-([\w-]+)\)/.exec(rule)?.[1];
        return text && ground ? [[text, ground, path]] : [];
      });
    });
}

describe.each(SCHEMES)("in scheme %i", (scheme) => {
  it.each(TEXTS)("%s is legible on every ground", (text) => {
    for (const ground of [...GROUNDS, ...(text.startsWith("text") ? SOFT : [])])
      expect.soft(contrast(text, ground, scheme), `${text} on ${ground}`).toBeGreaterThan(LEAST);
  });

  it.each(["accent", "ok", "out", "silent", "fault"])("%s is legible on its own tint", (state) => {
    expect(contrast(state, `${state}-soft`, scheme)).toBeGreaterThan(LEAST);
  });

  it("what a style sheet puts together is legible", () => {
    const pairs = pairsOfSheets();
    expect(pairs.length).toBeGreaterThan(20);
    for (const [text, ground, where] of pairs)
      expect
        .soft(contrast(text, ground, scheme), `${text} on ${ground} in ${where}`)
        .toBeGreaterThan(LEAST);
  });
});
