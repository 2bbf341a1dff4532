// Keyboard shortcuts: single keys and two-key sequences ("g o"), except while typing.
import { useEffect, useRef } from "react";

type Keys = Record<string, (event: KeyboardEvent) => void>;

const SEQUENCE_MS = 1200;
let pressed: { event: KeyboardEvent | null; key: string; at: number; before: string } = {
  event: null,
  key: "",
  at: 0,
  before: "",
};

/** The key pressed shortly before this one; consistent for all listeners of one event. */
function keyBefore(event: KeyboardEvent): string {
  if (pressed.event !== event && event.key !== "Shift") {
    const before = event.timeStamp - pressed.at < SEQUENCE_MS ? pressed.key : "";
    pressed = { event, key: event.key, at: event.timeStamp, before };
  }
  return pressed.before;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Call the action of a pressed key; not in fields, menus or dialogs, nor with Ctrl, Alt or Meta. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog],[role=menu]")) return;
      const action =
        current.current[`${keyBefore(event)} ${event.key}`] ?? current.current[event.key];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
