// The reference of the API.
import type { Metadata } from "next";
import { ApiPage } from "@/features/help/api-page";

export const metadata: Metadata = { title: "API" };

export default function Page() {
  return <ApiPage />;
}
