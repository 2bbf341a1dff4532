// Who is signed out lands here; so does a login that did not work.
import type { Metadata } from "next";
import { returnPath } from "@/server/same-origin";
import { settings } from "@/server/settings";
import { Away } from "./away";
import { SignedOut } from "./signed-out";

export const metadata: Metadata = { title: "Signed out" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignedOutPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const one = (name: string) => (typeof search[name] === "string" ? search[name] : null);
  const where = settings();
  const href = `/auth/login?return_to=${encodeURIComponent(returnPath(one("return_to"), where.publicUrl))}`;
  const host = new URL(where.oidcIssuer).host;
  return one("reason") === "away" ? (
    <Away href={href} host={host} />
  ) : (
    <SignedOut href={href} host={host} reason={one("reason")} />
  );
}
