// "Ctrl + scroll to zoom": shown for a moment when the wheel over the graph scrolls the page.
import { useCallback, useEffect, useRef, useState } from "react";

const SHOWN_MS = 1600;

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

export function useScrollHint(): { words: string | null; show: () => void } {
  const [shown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback(() => {
    setShown(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(false), SHOWN_MS);
  }, []);
  return { words: shown ? `${isMac() ? "⌘" : "Ctrl"} + scroll to zoom` : null, show };
}
