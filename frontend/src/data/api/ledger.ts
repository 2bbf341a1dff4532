// The ledger: counts that must balance, by hour.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, data } from "./http";

const HOUR = 3_600_000;
const EVERY = 20_000;

/** The last `hours` hours, the current one included. */
export const useLedger = (hours: number, now: () => number) =>
  useQuery({
    queryKey: ["ledger", hours],
    queryFn: ({ signal }) => {
      const at = now();
      const end = Math.floor(at / HOUR) * HOUR + HOUR;
      const query = { from: end - hours * HOUR, to: end };
      return data(api.GET("/api/v1/ledger", { params: { query }, signal }));
    },
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
