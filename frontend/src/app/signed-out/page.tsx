// The page of signed-out users and failed logins.
import type { Metadata } from "next";
import { returnPath } from "@/server/same-origin";
import { settings } from "@/server/settings";
import { Away } from "./away";
import { SignedOut } from "./signed-out";

export const metadata: Metadata = { title: "Signed out" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignedOutPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const param = (name: string) => (typeof search[name] === "string" ? search[name] : null);
  const where = settings();
  const href = `/auth/login?return_to=${encodeURIComponent(returnPath(param("return_to"), where.publicUrl))}`;
  const host = new URL(where.oidcIssuer).host;
  return param("reason") === "away" ? (
    <Away href={href} host={host} />
  ) : (
    <SignedOut href={href} host={host} reason={param("reason")} />
  );
}
