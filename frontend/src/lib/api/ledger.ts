// The count that must balance, by hour.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Ledger } from "../types";
import { get } from "./http";

const HOUR = 3_600_000;
const EVERY = 20_000;

/** The hours that began within the last `hours`, the open one included. */
export const useLedger = (hours: number, now: () => number) =>
  useQuery({
    queryKey: ["ledger", hours],
    queryFn: ({ signal }) => {
      const at = now();
      const end = Math.floor(at / HOUR) * HOUR + HOUR;
      return get<Ledger>("ledger", { from: end - hours * HOUR, to: end }, signal);
    },
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
