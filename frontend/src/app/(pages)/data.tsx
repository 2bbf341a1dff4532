"use client";
// One store of answers, one live stream and one clock a page.
import { QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { makeQueryClient } from "@/lib/api/client";
import { LiveProvider } from "@/lib/live/live";
import { NowProvider } from "@/lib/live/now";

export function Data({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NowProvider><LiveProvider>{children}</LiveProvider></NowProvider>
    </QueryClientProvider>
  );
}
