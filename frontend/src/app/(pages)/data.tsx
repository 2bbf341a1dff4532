"use client";
// One store of answers, one live stream and one clock a page.
import { QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { makeQueryClient } from "@/data/api/client";
import { LiveProvider } from "@/data/live/live";
import { NowProvider } from "@/time/now";

export function Data({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NowProvider>
        <LiveProvider>{children}</LiveProvider>
      </NowProvider>
    </QueryClientProvider>
  );
}
