// One device.
import type { Metadata } from "next";
import { DevicePage } from "@/features/devices/device-page";

export const metadata: Metadata = { title: "Device" };

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const name = decodeURIComponent((await params).name);
  return <DevicePage key={name} name={name} />;
}
