"use client";
// The page's query cache, live stream and clock.
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
