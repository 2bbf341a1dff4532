// The form in which this browser saves CSV files: as chosen before, else by its language.
import { useCallback, useSyncExternalStore } from "react";
import { csvFormOf, isCsvForm, type CsvForm } from "@/domain/csv-form";

const KEY = "isotherm.csv-form";
const CHANGED = "isotherm csv form";

function stored(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    // Without storage, the language decides.
    return null;
  }
}

function current(): CsvForm {
  const chosen = stored();
  return isCsvForm(chosen) ? chosen : csvFormOf(navigator.language);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

export function useCsvForm(): [CsvForm, (form: CsvForm) => void] {
  const form = useSyncExternalStore(subscribe, current, () => "point" as const);
  const choose = useCallback((next: CsvForm) => {
    try {
      window.localStorage.setItem(KEY, next);
    } catch {
      // As in `stored`.
    }
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [form, choose];
}
