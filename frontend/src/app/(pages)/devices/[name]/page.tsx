// One device; `?do=password` begins making a new password.
import type { Metadata } from "next";
import { DevicePage } from "@/features/devices/device-page";

export const metadata: Metadata = { title: "Device" };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ name: string }>;
  searchParams: Promise<{ do?: string | string[] }>;
}) {
  const name = decodeURIComponent((await params).name);
  const begin = (await searchParams).do === "password";
  return <DevicePage key={name} name={name} begin={begin ? "password" : null} />;
}
