// The pages there are, in the order of the rail and of the phone's tab bar.
import type { IconName } from "@/ui/icon";

export interface Page {
  key: "overview" | "ledger" | "profile";
  name: string;
  short: string;
  href: string;
  icon: IconName;
}

const OVERVIEW: Page = { key: "overview", name: "Overview", short: "Overview", href: "/", icon: "overview" };
const LEDGER: Page = { key: "ledger", name: "Rejects & ledger", short: "Ledger", href: "/ledger", icon: "ledger" };
const PROFILE: Page = { key: "profile", name: "My profile", short: "Profile", href: "/profile", icon: "user" };

export const PAGES = [OVERVIEW, LEDGER];
export const TABS = [OVERVIEW, LEDGER, PROFILE];
