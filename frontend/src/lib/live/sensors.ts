// The list of sensors, live: asked for once the stream stands, so that no change falls between the two.
import { useQuery } from "@tanstack/react-query";
import { sensorsQuery } from "../api/sensors";
import { useLive } from "./live";

export function useSensors() {
  const { phase } = useLive();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" });
}
