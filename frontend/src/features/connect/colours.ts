// The colours of a program: comments, texts and, in YAML, keys.
import type { SnippetKey } from "@/domain/snippets/snippets";

const KINDS = ["comment", "text", "key"] as const;
type Kind = (typeof KINDS)[number] | undefined;

export interface Part {
  kind: Kind;
  text: string;
}

const HASH = /(?<comment>(?:^|(?<=\s))#[^\n]*)|(?<text>"(?:\\.|[^"\\\n])*"|![a-z]+ \w+)/gm;
const YAML = new RegExp(`(?<key>^[ -]*[a-z0-9_]+(?=:))|${HASH.source}`, "gm");
const SLASHES = /(?<comment>\/\/[^\n]*)|(?<key>^#[^\n]*)|(?<text>"(?:\\.|[^"\\\n])*")/gm;

const PATTERNS: Record<SnippetKey, RegExp> = {
  mosquitto: HASH,
  esphome: YAML,
  tasmota: HASH,
  arduino: SLASHES,
  micropython: HASH,
  python: HASH,
};

const kindOf = (groups: Partial<Record<string, string>> | undefined): Kind =>
  KINDS.find((kind) => groups?.[kind] !== undefined);

/** The program in parts, whose texts together are the program. */
export function coloured(program: string, key: SnippetKey): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of program.matchAll(PATTERNS[key])) {
    if (match.index > at) parts.push({ kind: undefined, text: program.slice(at, match.index) });
    parts.push({ kind: kindOf(match.groups), text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < program.length) parts.push({ kind: undefined, text: program.slice(at) });
  return parts;
}
