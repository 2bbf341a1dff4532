// Quality: the bits of a reading that are reasons to distrust it, and their words.

export const FAULT = 1;
export const SUSPECT = 2;
export const TIME_UNSURE = 4;
const CLOCK_AHEAD = 8;
const CLOCK_UNSET = 16;
/** A person set the reading aside. */
export const SET_ASIDE = 32;
/** A reading with any of these bits counts in no statistic. */
export const UNCOUNTED = FAULT | SUSPECT | TIME_UNSURE | SET_ASIDE;
/** The value of a reading with any of these bits is not to be relied on: the axis does not follow it. */
export const UNTRUSTED = SUSPECT | SET_ASIDE;

const PLACED = "placed by when it was published";

/** "clock not set: placed by when it was published"; null if the clock was right. */
export function clockQuality(quality: number): string | null {
  if (quality & CLOCK_UNSET) return `clock not set: ${PLACED}`;
  if (quality & CLOCK_AHEAD) return `clock ahead: ${PLACED}`;
  return null;
}

/** "set aside", "suspect", "time unsure": why a reading with a value counts in no statistic; null if it counts. */
export function uncountedWords(quality: number): string | null {
  const words = [
    ...(quality & SET_ASIDE ? ["set aside"] : []),
    ...(quality & SUSPECT ? ["suspect"] : []),
    ...(quality & TIME_UNSURE ? ["time unsure"] : []),
  ];
  return words.length > 0 ? words.join(", ") : null;
}

/** "suspect", "time unsure", "clock not set: …": every reason but a fault, which has no value; null without one. */
export function qualityWords(quality: number): string | null {
  const words = [uncountedWords(quality), clockQuality(quality)].filter((word) => word !== null);
  return words.length > 0 ? words.join(", ") : null;
}
