import { describe, expect, it } from "vitest";
import { SNIPPETS } from "@/domain/snippets/snippets";
import type { Target } from "@/domain/snippets/target";

const PEM = "-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n";
const PLAIN: Target = {
  device: "dock-probe-12",
  label: 'Dock "12" \\',
  password: "kV7r-m2Qx_9s",
  host: "mqtt.isotherm.example",
  port: 1883,
  tls: false,
  ca: null,
  channel: "temperature",
};
const SECURE: Target = { ...PLAIN, port: 8883, tls: true, ca: PEM };

/** The source without strings, raw strings, comments and preprocessor lines. */
const bare = (source: string) =>
  source
    .replace(/R"PEM\([\s\S]*?\)PEM"/g, "")
    .replace(/"(\\.|[^"\\\n])*"/g, "")
    .replace(/\/\/.*|^#.*$/gm, "");

function balanced(source: string): boolean {
  const open: string[] = [];
  const closes: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
  for (const sign of source.replace(/[^()[\]{}]/g, "")) {
    if (!(sign in closes)) open.push(sign);
    else if (open.pop() !== closes[sign]) return false;
  }
  return open.length === 0;
}

describe.each(SNIPPETS)("the program for $name", ({ key, write }) => {
  it("has the device's name, password, server, port and topic", () => {
    for (const target of [PLAIN, SECURE]) {
      const text = write(target);
      for (const part of [
        "dock-probe-12",
        "kV7r-m2Qx_9s",
        "mqtt.isotherm.example",
        String(target.port),
        "sensors/dock-probe-12/temperature",
      ])
        expect(text).toContain(part);
    }
  });

  it("says where the password goes once it is no longer shown", () => {
    const text = write({ ...PLAIN, password: null });
    expect(text).toContain("PASSWORD");
    expect(text).not.toContain("null,");
  });

  it("checks the broker's certificate if there is TLS, and speaks of none if not", () => {
    const mark =
      /cafile|os-certs|tls_set|CERT_REQUIRED|certificate_authority|SetOption103 1|setCACert/;
    expect(write(SECURE)).toMatch(mark);
    expect(write({ ...SECURE, ca: null })).toMatch(mark);
    expect(write(PLAIN)).not.toMatch(mark);
    expect(write(SECURE)).not.toMatch(/insecure|CERT_NONE|SetOption132 0/i);
  });

  if (key === "python" || key === "micropython")
    it("is in UTF-8, whatever encoding a name or label seems to declare", () => {
      const target = {
        ...PLAIN,
        device: "geocoding",
        label: 'coding: utf-7 +AAo-print("x")+AAo-#',
      };
      const [first] = write(target).split("\n");
      // PEP 263: the first one of the first two lines counts
      expect(/^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(first ?? "")?.[1]).toBe("utf-8");
    });

  if (key !== "mosquitto")
    it("keeps a label to the comment or the literal that it is in", () => {
      const label = 'a\nimport os # */ "; \\';
      const lines = write({ ...PLAIN, label }).split("\n");
      const escaped = lines.filter((line) => line.includes("import os"));
      for (const line of escaped) expect(line).toMatch(/^(#|\/\/|\s+friendly_name: ")/);
      expect(lines.length).toBe(write(PLAIN).split("\n").length);
    });
});

it("writes C with balanced brackets", () => {
  const arduino = SNIPPETS.find(({ key }) => key === "arduino");
  for (const target of [PLAIN, SECURE, { ...SECURE, ca: null }])
    expect(balanced(bare(arduino?.write(target) ?? "("))).toBe(true);
});
