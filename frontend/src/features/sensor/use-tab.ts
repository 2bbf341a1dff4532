// The open tab of the sensor page, kept in the address.
import { useParam } from "@/ui/use-param";

const TABS = ["graph", "table", "limits", "corrections", "installations", "settings"] as const;
export type Tab = (typeof TABS)[number];

export const TAB_NAMES: Record<Tab, string> = {
  graph: "Graph",
  table: "Table",
  limits: "Limits",
  corrections: "Corrections",
  installations: "Installations",
  settings: "Settings",
};

/** The tab in the address, by default the graph, and its setter. */
export function useTab(): [Tab, (tab: Tab) => void] {
  const [text, set] = useParam("tab");
  return [TABS.find((tab) => tab === text) ?? "graph", (tab) => set(tab === "graph" ? null : tab)];
}
