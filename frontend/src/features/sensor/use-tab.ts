// Which tab of the sensor's page is open, as the address says.
import { useParam } from "@/ui/use-param";

const TABS = ["graph", "table", "limits", "installations"] as const;
export type Tab = (typeof TABS)[number];

/** The tab that the address names; the graph where it names none. */
export function useTab(): [Tab, (tab: Tab) => void] {
  const [text, set] = useParam("tab");
  return [TABS.find((tab) => tab === text) ?? "graph", (tab) => set(tab === "graph" ? null : tab)];
}
