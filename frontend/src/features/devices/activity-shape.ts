// The bars of a device's readings and rejects an hour. Pure.

export interface ActiveHour {
  /** The start of the hour, ms. */
  hour: number;
  readings: number;
  rejects: number;
}

export interface Bar extends ActiveHour {
  /** Heights as shares of the plot; what there is, is at least visible. */
  readingShare: number;
  rejectShare: number;
}

const HOUR = 3_600_000;
const SPAN = 48;
const LEAST = 0.02;

const share = (value: number, most: number): number =>
  value === 0 || most === 0 ? 0 : Math.max(LEAST, value / most);

/** One bar for each of the 48 hours up to the current one, also where nothing came. */
export function activityBars(hours: ActiveHour[], now: number): { bars: Bar[]; most: number } {
  const byHour = new Map(hours.map((hour) => [hour.hour, hour]));
  const last = Math.floor(now / HOUR) * HOUR;
  const filled = Array.from({ length: SPAN }, (_, i) => {
    const hour = last - (SPAN - 1 - i) * HOUR;
    return byHour.get(hour) ?? { hour, readings: 0, rejects: 0 };
  });
  const most = Math.max(0, ...filled.map(({ readings, rejects }) => readings + rejects));
  return {
    most,
    bars: filled.map((hour) => ({
      ...hour,
      readingShare: share(hour.readings, most),
      rejectShare: share(hour.rejects, most),
    })),
  };
}

/**
 * How far the names of days move to the left, as a CSS transform: until the last one, which begins at its midnight,
 * ends within the plot. All move alike, so that none covers another.
 */
export function dayShift(last: { i: number; name: string } | undefined, bars: number): string {
  if (!last) return "none";
  return `translateX(min(0px, ${100 - (last.i / bars) * 100}% - ${last.name.length}ch))`;
}

/** "1,204 readings and 3 rejects in 48 h" */
export function totalWords(hours: ActiveHour[]): string {
  const sum = (of: "readings" | "rejects") => hours.reduce((total, hour) => total + hour[of], 0);
  const words = (number: number, one: string, many: string) =>
    `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  return `${words(sum("readings"), "reading", "readings")} and ${words(sum("rejects"), "reject", "rejects")} in 48 h`;
}
