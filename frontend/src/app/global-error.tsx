"use client";
// The document of an error in the document itself; it is rendered in the browser alone, so that no script needs a nonce.
import "./mantine";
import "@fontsource-variable/inter/wght.css";
import "./global.css";
import { mantineHtmlProps } from "@mantine/core";
import FailedFrame from "./error";
import type { FailedProps } from "./failed";
import { Look } from "./look";

export default function FailedDocument(props: FailedProps) {
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <title>Error · Isotherm</title>
      </head>
      <body>
        <Look nonce={undefined}>
          <FailedFrame {...props} />
        </Look>
      </body>
    </html>
  );
}
