// Where signing in beside another tab ends: it tells the other tabs, and may be closed.
import type { Metadata } from "next";
import { SignedIn } from "./signed-in";

export const metadata: Metadata = { title: "Signed in" };

export default function SignedInPage() {
  return <SignedIn />;
}
