import { expect, it } from "vitest";
import { SNIPPETS } from "@/domain/snippets/snippets";
import { coloured } from "@/features/connect/colours";

const TARGET = {
  device: "fridge-1",
  label: 'A "b" # c // d',
  password: "p-1",
  host: "h",
  port: 8883,
  tls: true,
  ca: "-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----",
  channel: "temperature",
};

it.each(SNIPPETS)("leaves the program for $name as it is", ({ key, write }) => {
  const program = write(TARGET);
  expect(
    coloured(program, key)
      .map(({ text }) => text)
      .join(""),
  ).toBe(program);
});

it("colours keys, texts and comments, but no # within a text", () => {
  const kinds = coloured('mqtt:\n  broker: "a # b"  # why\n', "esphome");
  expect(kinds.filter(({ kind }) => kind !== undefined)).toEqual([
    { kind: "key", text: "mqtt" },
    { kind: "key", text: "  broker" },
    { kind: "text", text: '"a # b"' },
    { kind: "comment", text: "# why" },
  ]);
});
