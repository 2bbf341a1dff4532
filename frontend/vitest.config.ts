// Unit and component tests: tests/ mirrors src/; pure modules run in Node.js, components in jsdom.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Each file has modules and a document of its own: those of the server and mocked ones hold state. */
const APART = ["tests/**/*.test.tsx", "tests/{app,server}/**/*.test.ts"];
/** These share their modules; to load them for each file would take most of the time. */
const TOGETHER = ["tests/**/*.test.ts"];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": `${import.meta.dirname}/src` } },
  test: {
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    // limits for hangs, not measures: a busy machine may take seconds for what takes milliseconds
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { shuffle: true },
    projects: [
      { extends: true, test: { name: "apart", include: APART } },
      {
        extends: true,
        test: { name: "together", include: TOGETHER, exclude: APART, isolate: false },
      },
    ],
  },
});
