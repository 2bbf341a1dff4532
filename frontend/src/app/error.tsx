"use client";
// The page of an error outside of the signed-in pages, or in their frame.
import { Failed, type FailedProps } from "./failed";

export default function FailedFrame(props: FailedProps) {
  return (
    <main>
      <Failed {...props} />
    </main>
  );
}
