// Takes out of text what must be in no log line: queries of addresses, tokens, cookies, codes, e-mail addresses.
import { stripVTControlCharacters } from "node:util";

const HIDDEN = "…";
/** Longer text is cut: Loki refuses lines of more than 256 KB. */
const MOST_CHARACTERS = 8192;

/** Names of values that are secrets or say who somebody is, as keys of objects and in "name=value". */
const NAMES =
  "code|state|nonce|(?:[a-z]+_)?verifier|session_state|(?:[a-z]+[_-])?(?:tokens?|secret|password|hint)|" +
  "(?:set-)?cookies?|authorization|e?mail|username|preferred_username|(?:given_|family_|full_)?name";
const SECRET_KEY = new RegExp(`^(?:${NAMES})$`, "i");

const RULES: readonly (readonly [RegExp, string])[] = [
  // the user and password of an address
  [/:\/\/[^\s/?#@"']+@/g, `://${HIDDEN}@`],
  // the query and fragment of an address or path, also if they were encoded once more
  [/(?<=[\w/.~%-])(?:\?|%3f)[^\s"'<>]+/gi, `?${HIDDEN}`],
  [/(?<=[\w/.~%-])(?:#|%23)[\w.-]+(?:=|%3d)[^\s"'<>]*/gi, `#${HIDDEN}`],
  // the values of headers
  [/\b((?:set-)?cookie|authorization)(["']?\s*[:=]\s*)[^\r\n]+/gi, `$1$2${HIDDEN}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\b((?:__Host-)?isotherm(?:_\w+)?)=[\w.~+/=-]+/gi, `$1=${HIDDEN}`],
  // what Next.js quotes of a request that it does not understand
  [/\b(received )(["'`]).*?\2/gi, `$1$2${HIDDEN}$2`],
  // forms and JSON
  [
    new RegExp(
      `(?<![\\w-])(${NAMES})(["']?\\s*=>?\\s*|["']\\s*:\\s*)("[^"]*"|'[^']*'|[^\\s&;,"'}]+)`,
      "gi",
    ),
    `$1$2${HIDDEN}`,
  ],
  [/[\w.+-]{1,64}(?:@|%40)[\w.-]{1,250}\.[a-z]{2,}\b/gi, HIDDEN],
  // tokens and codes that stand alone: JWTs, Keycloak's codes of three UUIDs, sealed cookies
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, HIDDEN],
  [/\b[\w-]{36}(?:\.[\w-]{22,36}){2}\b/g, HIDDEN],
  [/(?<![\w/.-])[\w-]{43,}(?![\w/])/g, HIDDEN],
];

/** Text without what must not be logged, and not longer than a log line may be. */
export function redacted(text: string): string {
  const plain = stripVTControlCharacters(text.slice(0, MOST_CHARACTERS));
  return RULES.reduce((rest, [pattern, by]) => rest.replace(pattern, by), plain);
}

/** For JSON.stringify: the same for all texts within a value, and nothing of fields that are secret by name. */
export function redactedField(key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "string") return SECRET_KEY.test(key) && value != null ? HIDDEN : value;
  return SECRET_KEY.test(key) ? HIDDEN : redacted(value);
}
