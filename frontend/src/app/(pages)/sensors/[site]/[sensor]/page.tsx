// The page of one sensor.
import type { Metadata } from "next";
import { headers } from "next/headers";
import { SensorPage } from "@/features/sensor/sensor-page";

type Params = Promise<{ site: string; sensor: string }>;

export const metadata: Metadata = { title: "Sensor" };

export default async function Page({ params }: { params: Params }) {
  const { site, sensor } = await params;
  const id = `${decodeURIComponent(site)}/${decodeURIComponent(sensor)}`;
  const requestedAt = Number((await headers()).get("x-requested-at"));
  return <SensorPage key={id} id={id} requestedAt={requestedAt || null} />;
}
