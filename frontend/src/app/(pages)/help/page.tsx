// Help: what the pages mean, and where the documents are.
import type { Metadata } from "next";
import { HelpPage } from "@/features/help/help-page";
import { settings } from "@/server/settings";

export const metadata: Metadata = { title: "Help" };
export const dynamic = "force-dynamic";

export default function Page() {
  return <HelpPage ours={settings().helpUrl} />;
}
