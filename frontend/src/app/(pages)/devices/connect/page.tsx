// The wizard that connects a device.
import type { Metadata } from "next";
import { ConnectPage } from "@/features/connect/connect-page";

export const metadata: Metadata = { title: "Connect a device" };

export default function Page() {
  return <ConnectPage />;
}
