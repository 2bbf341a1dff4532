// The build of the frontend: one standalone server that loads nothing from other hosts.
import type { NextConfig } from "next";
import packageJson from "./package.json" with { type: "json" };

const config: NextConfig = {
  output: "standalone",
  env: { ISOTHERM_VERSION: packageJson.version },
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // set where the same sources have to give the same build; else it is random
  generateBuildId: () => process.env.ISOTHERM_BUILD_ID ?? null,
  poweredByHeader: false,
  // no page uses it, and it would fetch for strangers
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["node_modules/sharp/**", "node_modules/@img/**"] },
  reactStrictMode: true,
  devIndicators: false,
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks"] },
};

export default config;
