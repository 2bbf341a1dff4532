// The ledger: counts that must balance, by hour.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, data } from "./http";
import { useMe } from "./me";

const HOUR = 3_600_000;
const EVERY = 20_000;

/** The last `hours` hours, the current one included; only for those who may see every site. */
export function useLedger(hours: number, now: () => number) {
  const enabled = useMe().data?.every_site === true;
  return useQuery({
    queryKey: ["ledger", hours],
    queryFn: ({ signal }) => {
      const at = now();
      const end = Math.floor(at / HOUR) * HOUR + HOUR;
      const query = { from: end - hours * HOUR, to: end };
      return data(api.GET("/api/v1/ledger", { params: { query }, signal }));
    },
    enabled,
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
}
