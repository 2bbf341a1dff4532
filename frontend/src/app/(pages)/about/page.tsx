// About Isotherm: which version this is, and what is new in it.
import type { Metadata } from "next";
import { AboutPage } from "@/features/about/about-page";
import releases from "@/features/about/releases.json";

export const metadata: Metadata = { title: "About Isotherm" };

export default function Page() {
  return <AboutPage releases={releases} />;
}
