// The media query of the phone layout.

export const PHONE = "(max-width: 640px)";
