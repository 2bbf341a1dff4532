// The pages, in the order of the rail; the phone's tab bar has the first five of them.
import type { Role } from "@/domain/roles";
import type { IconName } from "@/ui/icon";

export interface Page {
  key: "overview" | "compare" | "devices" | "proposals" | "ledger" | "sites" | "status";
  name: string;
  short: string;
  href: string;
  icon: IconName;
  /** Shown to users with this role at any site; to everyone if undefined. */
  role?: Role;
  /** Shown to administrators alone. */
  admin?: true;
}

const OVERVIEW: Page = {
  key: "overview",
  name: "Overview",
  short: "Overview",
  href: "/",
  icon: "overview",
};
const COMPARE: Page = {
  key: "compare",
  name: "Compare",
  short: "Compare",
  href: "/compare",
  icon: "compare",
};
const DEVICES: Page = {
  key: "devices",
  name: "Devices",
  short: "Devices",
  href: "/devices",
  icon: "devices",
  role: "operator",
};
const PROPOSALS: Page = {
  key: "proposals",
  name: "Proposals",
  short: "Proposals",
  href: "/proposals",
  icon: "proposals",
  role: "operator",
};
const LEDGER: Page = {
  key: "ledger",
  name: "Rejects & ledger",
  short: "Ledger",
  href: "/ledger",
  icon: "ledger",
};

const SITES: Page = {
  key: "sites",
  name: "Sites & access",
  short: "Sites",
  href: "/sites",
  icon: "sites",
};

const STATUS: Page = {
  key: "status",
  name: "Status",
  short: "Status",
  href: "/status",
  icon: "pulse",
  admin: true,
};

/** Five at most, so that a phone can show them all; all others are in the account menu. */
export const TABS = [OVERVIEW, COMPARE, DEVICES, PROPOSALS, LEDGER];
export const PAGES = [...TABS, SITES, STATUS];
