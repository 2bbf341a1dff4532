// Unit and component tests: tests/ mirrors src/; pure modules run in Node.js, components in jsdom.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Each file has a process of its own: the server's modules and mocked ones hold state; streams are Node's. */
const APART = ["tests/data/**/*.test.tsx", "tests/{app,server}/**/*.test.ts"];
/** Each file has modules and a document of its own, but in a context of a process that has loaded jsdom before. */
const COMPONENTS = ["tests/**/*.test.tsx"];
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
        test: { name: "components", include: COMPONENTS, exclude: APART, pool: "vmForks" },
      },
      {
        extends: true,
        test: { name: "together", include: TOGETHER, exclude: APART, isolate: false },
      },
    ],
  },
});
