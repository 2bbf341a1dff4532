// The filters' names, and the texts of filters without matches.
import { count } from "@/domain/format";
import type { Filter, Show } from "./filter";
import type { Row } from "./rows";

export const WORDS_OF_SHOW: Record<Show, string> = {
  all: "All",
  look: "Needs attention",
  out: "Out of range",
  silent: "Silent",
  fault: "Fault",
  suspect: "Doubtful values",
  in_range: "In range",
  no_limits: "No limits",
};

/** "4 sensors at Linden Pharmacy", "2 of 48 sensors at 3 sites": the rows listed of those at the place. */
export function listedWords(shown: Row[], there: Row[]): string {
  const sites = new Map(there.map(({ sensor }) => [sensor.site, sensor.site_name]));
  const [only] = sites.values();
  const number = `${count(there.length)} ${there.length === 1 ? "sensor" : "sensors"}`;
  const listed = shown.length === there.length ? number : `${count(shown.length)} of ${number}`;
  if (only === undefined) return listed;
  return `${listed} at ${sites.size === 1 ? only : `${count(sites.size)} sites`}`;
}

/** The title and text for a filter that matches nothing. */
export function emptyWords(
  { show, site, text, gaps }: Pick<Filter, "show" | "site" | "text" | "gaps">,
  total: number,
): [title: string, text: string] {
  if (text !== "")
    return [
      `No match for “${text}”`,
      "Names, places, sites and devices were searched, within the other filters above.",
    ];
  if (gaps)
    return [
      "No sensor has coverage below 99 %",
      "Less than 1 % of the last 24 hours is missing, as far as coverage has been computed.",
    ];
  const all =
    site !== null
      ? "Each sensor here"
      : total === 1
        ? "The only sensor"
        : `All ${count(total)} sensors`;
  switch (show) {
    case "silent":
      return ["No sensor is silent", `${all} reported within three expected intervals.`];
    case "fault":
      return ["No sensor has a fault", "Every sensor that reported sent a temperature."];
    case "suspect":
      return [
        "No sensor has doubtful values",
        "Each one sent a value that counts, or none at all.",
      ];
    case "out":
      return [
        "No sensor is out of range",
        "Every sensor that has limits and reported is within them.",
      ];
    case "look":
      return ["No sensor needs attention", "None is out of range, faulty, doubtful or silent."];
    case "in_range":
      return [
        "No sensor is in range",
        "Each one is out of range, faulty, doubtful or silent, has no limits, or has never reported.",
      ];
    case "no_limits":
      return ["No sensor here lacks limits", "Each one that reports is judged by its limits."];
    case "all":
      return ["No sensors here", "This site has no sensors, or you have no access to them."];
  }
}
