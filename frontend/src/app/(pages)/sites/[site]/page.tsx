// One site: its name and time zone, sensors, and who may see it.
import type { Metadata } from "next";
import { SitePage } from "@/features/sites/site-page";

export const metadata: Metadata = { title: "Site" };

export default async function Page({ params }: { params: Promise<{ site: string }> }) {
  const site = decodeURIComponent((await params).site);
  return <SitePage key={site} slug={site} />;
}
