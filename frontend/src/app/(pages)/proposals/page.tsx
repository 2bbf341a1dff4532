// Proposals: channels that are not installed on a sensor yet.
import type { Metadata } from "next";
import { ProposalsPage } from "@/features/proposals/proposals-page";

export const metadata: Metadata = { title: "Proposals" };

export default function Page() {
  return <ProposalsPage />;
}
