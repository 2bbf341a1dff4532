// Registering many devices from a CSV text: checked first, then all of them or none.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { CsvForm } from "@/domain/csv-form";
import type { ImportCheck } from "@/domain/types";
import { useCsvForm } from "../csv-form";
import { keptFor } from "./client";
import { api, data } from "./http";

const ROUTE = "/api/v1/devices/import";
const HEADERS = { "Content-Type": "text/csv; charset=utf-8" };
const asIs = (text: unknown): string => String(text);

/** Names and passwords as a CSV text without a byte order mark, and how many they are. */
export interface Imported {
  csv: string;
  form: CsvForm;
  count: number;
}

/** What an import of the text would do. */
export const useImportCheck = () =>
  useMutation({
    mutationFn: async (text: string) => {
      const params = { query: { dry_run: true } };
      const checked = await data<unknown>(
        api.POST(ROUTE, { params, body: text, headers: HEADERS, bodySerializer: asIs }),
      );
      // The route answers with a document or a file; the types know only that it is one of them.
      return checked as ImportCheck;
    },
  });

/** Register the devices. Their passwords are in the answer only, which is not kept. */
export function useImportDevices() {
  const client = useQueryClient();
  const [form] = useCsvForm();
  return useMutation({
    mutationFn: async (text: string): Promise<Imported> => {
      const csv = await data<unknown>(
        api.POST(ROUTE, {
          params: { query: { form } },
          body: text,
          headers: HEADERS,
          bodySerializer: asIs,
          parseAs: "text",
        }),
      );
      // Reading a response as text removes its byte order mark.
      const file = String(csv);
      return { csv: file, form, count: file.trimEnd().split("\n").length - 1 };
    },
    gcTime: keptFor(0),
    onSettled: () => client.invalidateQueries({ queryKey: ["devices"] }),
  });
}
