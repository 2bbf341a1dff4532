// Signing in again: coming back returns to the same view, and what was typed is kept.
import { hasSomethingToLose } from "@/ui/leave";

export const SCROLLED = "isotherm.scrolled";

/** The address of the view, without its origin. */
export const here = () => window.location.pathname + window.location.search + window.location.hash;

const signInAt = (back: string) => `/auth/login?return_to=${encodeURIComponent(back)}`;

/** Sign in, in this tab: the view returns, scrolled as it was. */
export function signInHere(): void {
  try {
    window.sessionStorage.setItem(SCROLLED, `${window.scrollY} ${here()}`);
  } catch {
    // Without storage, the view returns scrolled to its top.
  }
  window.location.assign(signInAt(here()));
}

/** Sign in, in another tab, so that what was typed here stays; if the browser forbids that, here. */
export function signInBeside(): void {
  if (window.open(signInAt("/signed-in"), "_blank") === null) signInHere();
}

/** Sign in here, or beside if the page holds something that was typed. */
export function signInAgain(): void {
  if (hasSomethingToLose() || document.querySelector("[role=dialog]") !== null) signInBeside();
  else signInHere();
}
