import { expect, it } from "vitest";
import { cLiteral, literal, pemLines, remark, shell } from "@/domain/snippets/target";

it("quotes for a shell only what needs it", () => {
  expect(shell("sensors/fridge-1/temperature")).toBe("sensors/fridge-1/temperature");
  expect(shell("it's $HOME")).toBe("'it'\\''s $HOME'");
  expect(shell("")).toBe("''");
});

it("writes literals that Python and YAML read alike", () => {
  expect(literal('a "b" \\ c\n')).toBe('"a \\"b\\" \\\\ c\\n"');
  expect(literal("Köln 😀")).toBe('"Köln 😀"');
  expect(literal("\u0085\u2028\ufeff\u007f")).toBe('"\\u0085\\u2028\\ufeff\\u007f"');
});

it("writes literals of C whose bytes do not run into what follows", () => {
  expect(cLiteral('a"b\\c')).toBe('"a\\"b\\\\c"');
  expect(cLiteral("ö1")).toBe('"\\303\\2661"');
  expect(cLiteral("??/")).toBe('"\\?\\?/"');
});

it("makes one line of a label, which does not continue in the next one", () => {
  const of = (label: string | null) => remark({ device: "fridge-1", label });
  expect(of(null)).toBe("fridge-1");
  expect(of("fridge-1")).toBe("fridge-1");
  expect(of("Cold\r\nrm -rf /\u2028\\")).toBe("fridge-1, Cold rm -rf / /");
});

it("reads PEM with any line ends", () => {
  expect(pemLines("-----BEGIN\r\n  AAA \r\n\r\n-----END\n")).toEqual([
    "-----BEGIN",
    "AAA",
    "-----END",
  ]);
});
