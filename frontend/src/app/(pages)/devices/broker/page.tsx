// The accounts at the broker.
import type { Metadata } from "next";
import { BrokerPage } from "@/features/broker/broker-page";

export const metadata: Metadata = { title: "Broker accounts" };

export default function Page() {
  return <BrokerPage />;
}
