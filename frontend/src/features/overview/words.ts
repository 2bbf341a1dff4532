// What the filters are called, and what an empty one says.
import { count } from "@/domain/format";
import type { Filter, Show } from "./filter";

export const WORDS_OF_SHOW: Record<Show, string> = {
  all: "All",
  look: "Needs attention",
  out: "Out of range",
  silent: "Silent",
  fault: "Fault",
  in_range: "In range",
};

/** The title and the sentence of a filter that matches nothing. */
export function emptyWords(
  { show, site, text, gaps }: Pick<Filter, "show" | "site" | "text" | "gaps">,
  total: number,
): [title: string, text: string] {
  if (text !== "")
    return [
      `Nothing here is called “${text}”`,
      "Names, places, sites and devices were searched, within what else is chosen above.",
    ];
  if (gaps)
    return [
      "No sensor has a coverage below 99 %",
      "Of the last 24 hours, as far as they are summed up, less than a hundredth is missing.",
    ];
  const all =
    site !== null
      ? "Each sensor here"
      : total === 1
        ? "The one sensor"
        : `All ${count(total)} sensors`;
  switch (show) {
    case "silent":
      return [
        "No sensor is silent",
        `${all} sent something within three of their expected intervals.`,
      ];
    case "fault":
      return ["No sensor is in fault", "Every probe that was heard gave a temperature."];
    case "out":
      return ["No sensor is out of range", "Every sensor that was heard is within its limits."];
    case "look":
      return ["No sensor needs attention", "None is out of range, in fault or silent."];
    case "in_range":
      return [
        "No sensor is in range",
        "Each one is out of range, in fault, silent, or has sent nothing yet.",
      ];
    case "all":
      return ["No sensor here", "This site has no sensors, or you cannot see them."];
  }
}
