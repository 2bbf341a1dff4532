// How Isotherm itself is.
import type { Metadata } from "next";
import { StatusPage } from "@/features/status/status-page";

export const metadata: Metadata = { title: "Status" };

export default function Page() {
  return <StatusPage />;
}
