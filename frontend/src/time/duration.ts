// Durations as text; a no-break space keeps each number with its unit.

const SPACE = "\u00a0";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A twelfth of a mean Gregorian year. */
const MONTH = (365.2425 * DAY) / 12;

function pair(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  const head = `${major}${SPACE}${majorUnit}`;
  return minor === 0 ? head : `${head} ${minor}${SPACE}${minorUnit}`;
}

/** "8 s", "42 min", "2 h 10 min", "3 d 4 h", rounded down; from a year on "6 y 11 mo", to the nearest month. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)}${SPACE}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}${SPACE}min`;
  if (whole < DAY) {
    return pair(Math.floor(whole / HOUR), "h", Math.floor((whole % HOUR) / MINUTE), "min");
  }
  if (whole >= 365 * DAY) {
    const months = Math.round(whole / MONTH);
    return pair(Math.floor(months / 12), "y", months % 12, "mo");
  }
  return pair(Math.floor(whole / DAY), "d", Math.floor((whole % DAY) / HOUR), "h");
}

/** The spacing of messages, as `exactDuration`, but "0.2 s" below a second. */
export function spacing(seconds: number): string {
  if (seconds >= 1) return exactDuration(seconds * SECOND);
  return `${Math.max(0.1, Math.round(seconds * 10) / 10)}${SPACE}s`;
}

/** A short duration without rounding: "2 min", "1 min 30 s", "12 h", "500 ms". */
export function exactDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)}${SPACE}ms`;
  if (ms >= MINUTE && ms < HOUR) {
    return pair(Math.floor(ms / MINUTE), "min", Math.round((ms % MINUTE) / SECOND), "s");
  }
  if (ms < MINUTE && ms % SECOND !== 0) return `${(ms / SECOND).toFixed(1)}${SPACE}s`;
  return duration(ms);
}
