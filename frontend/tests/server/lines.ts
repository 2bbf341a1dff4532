// What the server writes on stdout and stderr while a test runs.
import { onTestFinished, vi } from "vitest";

export type Line = Record<string, unknown> & { message: string; logger: string; level: string };

const collectors = { stdout: new Set<string[]>(), stderr: new Set<string[]>() };

/** Collect what is written on a stream until the test ends, instead of writing it. */
export function written(stream: "stdout" | "stderr" = "stdout"): {
  text: () => string;
  lines: () => Line[];
} {
  const chunks: string[] = [];
  const all = collectors[stream];
  if (all.size === 0) {
    const spy = vi.spyOn(process[stream], "write").mockImplementation((chunk) => {
      for (const collector of all) collector.push(String(chunk));
      return true;
    });
    onTestFinished(() => spy.mockRestore());
  }
  all.add(chunks);
  onTestFinished(() => void all.delete(chunks));
  const text = () => chunks.join("");
  return {
    text,
    lines: () =>
      text()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Line),
  };
}

/** The settings that the server needs, with servers that nobody runs. */
export function stubSettings(more: Record<string, string> = {}): void {
  const settings = {
    ISOTHERM_API_URL: "http://127.0.0.1:9",
    ISOTHERM_PUBLIC_URL: "http://localhost:3000",
    ISOTHERM_OIDC_ISSUER: "http://127.0.0.1:9/realms/isotherm",
    ISOTHERM_OIDC_CLIENT_SECRET: "secret",
    ISOTHERM_SESSION_SECRET: "s".repeat(32),
    ISOTHERM_INSTANCE: "frontend-0",
    ISOTHERM_LOG_LEVEL: "debug",
    ...more,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}
