// Registering many devices at once.
import type { Metadata } from "next";
import { ImportPage } from "@/features/devices-import/import-page";

export const metadata: Metadata = { title: "Import devices" };

export default function Page() {
  return <ImportPage />;
}
