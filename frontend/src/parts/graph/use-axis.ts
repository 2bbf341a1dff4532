// Whether the vertical axis shows all values, even implausible ones; kept in the address: ?axis=all.
import { useParam } from "@/ui/use-param";

export function useAxis(): [all: boolean, setAll: (all: boolean) => void] {
  const [axis, setAxis] = useParam("axis");
  return [axis === "all", (all) => setAxis(all ? "all" : null, "replace")];
}
