// A value that has stopped changing: what is typed is not asked for at every key.
import { useEffect, useState } from "react";

const SETTLE_MS = 250;

/** The last value that stayed the same, compared as JSON, for a quarter of a second; the first one at once. */
export function useSettled<T>(value: T): T {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState({ text, value });
  useEffect(() => {
    if (text === settled.text) return;
    const timer = setTimeout(() => setSettled({ text, value }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, settled.text, value]);
  return text === settled.text ? value : settled.value;
}
