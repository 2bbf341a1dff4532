// Creating a site.
import type { Metadata } from "next";
import { NewSitePage } from "@/features/sites/new-site-page";

export const metadata: Metadata = { title: "New site" };

export default function Page() {
  return <NewSitePage />;
}
