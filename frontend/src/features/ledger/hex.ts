// A hex dump: offset, eight bytes, and their ASCII characters.
const BYTES_PER_LINE = 8;

/** "0000  2d 31 32 37 2e 30 30     -127.00" for every eight bytes of a hex string. */
export function hexLines(hex: string): string[] {
  const bytes = hex.match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const line = bytes.slice(at, at + BYTES_PER_LINE);
    const readable = line.map((pair) => {
      const code = Number.parseInt(pair, 16);
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·";
    });
    lines.push(
      `${at.toString(16).padStart(4, "0")}  ${line.join(" ").padEnd(BYTES_PER_LINE * 3 - 1)}  ${readable.join("")}`,
    );
  }
  return lines;
}
