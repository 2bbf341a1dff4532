// The open tab of a site's page, kept in the address.
import { useParam } from "@/ui/use-param";

const TABS = ["name", "sensors", "access"] as const;
export type SiteTab = (typeof TABS)[number];

export const TAB_NAMES: Record<SiteTab, string> = {
  name: "Name and time zone",
  sensors: "Sensors",
  access: "Access",
};

/** The tab in the address, by default the name, and its setter. */
export function useSiteTab(): [SiteTab, (tab: SiteTab) => void] {
  const [text, set] = useParam("tab");
  return [TABS.find((tab) => tab === text) ?? "name", (tab) => set(tab === "name" ? null : tab)];
}
