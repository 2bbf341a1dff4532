// What each version of Isotherm changed, as CHANGELOG.md says it.
import { MONTHS } from "@/time/moment";

/** A piece of a line: plain text, or text that stands out. */
export type Run = string | { strong: string } | { code: string };

export interface Release {
  version: string;
  /** The day of the release, such as "2026-11-30"; null until it is released. */
  date: string | null;
  sections: { name: string; lines: Run[][] }[];
}

/** "30 Nov 2026": a day of the calendar, which is in no zone. */
export function releaseDay(date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}

/** When a version was released, in words; null for one that the list does not have. */
export function releasedWords(releases: readonly Release[], version: string): string | null {
  const release = releases.find((other) => other.version === version);
  if (!release) return null;
  return release.date === null ? "not yet" : releaseDay(release.date);
}
