// What a device's program needs to know to publish its readings, and how each language quotes it.

/** Where a device connects, as whom, and to what it publishes. */
export interface Target {
  device: string;
  label: string | null;
  /** Null once it is no longer shown: the programs then contain `PASSWORD`. */
  password: string | null;
  host: string;
  port: number;
  tls: boolean;
  /** The authority that signed the broker's certificate, as PEM; null if it is a public one. */
  ca: string | null;
  channel: string;
}

/** The file in which the programs look for the broker's certificate authority. */
export const CA_FILE = "isotherm-ca.pem";
/** The channel of a device with one probe. */
export const ONE_PROBE = "temperature";
/** How often the programs publish, s. */
export const EVERY_S = 10;

export const topicOf = ({ device, channel }: Pick<Target, "device" | "channel">): string =>
  `sensors/${device}/${channel}`;
export const statusTopicOf = ({ device }: Pick<Target, "device">): string =>
  `sensors/${device}/status`;
export const passwordOf = ({ password }: Pick<Target, "password">): string =>
  password ?? "PASSWORD";

/**
 * The first line of a program in Python. Without it Python would take "coding: utf-7" in a label for the
 * encoding of the file, in which the rest of the label may be a line of code.
 */
export const ENCODING = "# -*- coding: utf-8 -*-";

/** A label as one line for a comment of any language: a backslash at its end would continue a line of C. */
export function remark({ device, label }: Pick<Target, "device" | "label">): string {
  const words = (label ?? "")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, " ")
    .replaceAll("\\", "/")
    .trim();
  return words === "" || words === device ? device : `${device}, ${words}`;
}

/** One argument of a POSIX shell. */
export const shell = (text: string): string =>
  /^[A-Za-z0-9@%+=:,./_-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A string literal that Python, MicroPython and YAML read alike: JSON's, without what YAML wants escaped. */
export const literal = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A string literal of C: other than printable ASCII as octal bytes, which end after three digits. */
export function cLiteral(text: string): string {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => {
    const letter = String.fromCharCode(byte);
    if (letter === '"' || letter === "\\" || letter === "?") return `\\${letter}`;
    return byte >= 0x20 && byte < 0x7f ? letter : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${bytes.join("")}"`;
}

const PLACEHOLDER = [
  "-----BEGIN CERTIFICATE-----",
  "Paste the root certificate of the broker here",
  "-----END CERTIFICATE-----",
];

/** The lines of the authority's certificate, or what to replace by them if it is not known. */
export const authorityLines = ({ ca }: Target): string[] =>
  ca === null ? PLACEHOLDER : pemLines(ca);

/** PEM as lines without white space around them. */
export const pemLines = (pem: string): string[] =>
  pem
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
