// The form in which this browser saves CSV files: as chosen before, else by its language.
import { useCallback, useSyncExternalStore } from "react";
import { csvFormOf, isCsvForm, type CsvForm } from "@/domain/csv-form";
import { readStored, store, subscribe } from "./stored";

const KEY = "isotherm.csv-form";

function current(): CsvForm {
  const chosen = readStored(KEY);
  return isCsvForm(chosen) ? chosen : csvFormOf(navigator.language);
}

export function useCsvForm(): [CsvForm, (form: CsvForm) => void] {
  const form = useSyncExternalStore(subscribe, current, () => "point" as const);
  const choose = useCallback((next: CsvForm) => store(KEY, next), []);
  return [form, choose];
}
