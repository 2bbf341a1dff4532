// The sites, and who may see them.
import type { Metadata } from "next";
import { SitesPage } from "@/features/sites/sites-page";

export const metadata: Metadata = { title: "Sites & access" };

export default function Page() {
  return <SitesPage />;
}
