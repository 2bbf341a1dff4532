// The HTML document of every page: fonts, theme, and the scripts' nonce.
import "./mantine";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./global.css";
import "./print.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Look } from "./look";
import { PaperColours } from "./paper-colours";

export const metadata: Metadata = {
  title: { default: "Isotherm", template: "%s · Isotherm" },
  description: "Temperature monitoring.",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#F5F6F8" },
    { media: "(prefers-color-scheme: dark)", color: "#0C0F14" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
        <PaperColours />
      </head>
      <body>
        <Look nonce={nonce}>{children}</Look>
      </body>
    </html>
  );
}
