// The layout of signed-in pages: data, live stream, frame.
import { Suspense, type ReactNode } from "react";
import { Frame } from "@/features/shell/frame";
import { PageErrors } from "@/features/shell/page-errors";
import { Data } from "./data";

export default function PagesLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <Data>
        <PageErrors />
        <Frame>{children}</Frame>
      </Data>
    </Suspense>
  );
}
