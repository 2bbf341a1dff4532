// The password of the device that was just made: held by this page alone, until it is left.
import { useState } from "react";

export interface Secret {
  /** Null if it is not known here. */
  password: string | null;
  /** The reader has it: copied by itself, or within a program. */
  copied: boolean;
  onCopy: () => void;
  show: (password: string | null) => void;
}

export function useSecret(): Secret {
  const [{ password, copied }, set] = useState<{ password: string | null; copied: boolean }>({
    password: null,
    copied: false,
  });
  return {
    password,
    copied,
    onCopy: () => set((held) => ({ ...held, copied: true })),
    show: (next) => set({ password: next, copied: false }),
  };
}
