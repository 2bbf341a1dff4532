// Rejects and ledger.
import type { Metadata } from "next";
import { LedgerPage } from "@/features/ledger/ledger-page";

export const metadata: Metadata = { title: "Rejects & ledger" };

export default function Page() {
  return <LedgerPage />;
}
