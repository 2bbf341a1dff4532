// What counts as a phone: where the pages are laid out for a hand.

export const PHONE = "(max-width: 640px)";
