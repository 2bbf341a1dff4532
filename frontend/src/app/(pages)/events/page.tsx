// What was wrong with the system itself.
import type { Metadata } from "next";
import { EventsPage } from "@/features/events/events-page";

export const metadata: Metadata = { title: "System events" };

export default function Page() {
  return <EventsPage />;
}
