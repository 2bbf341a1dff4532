// Sites as text, and the form of a new one.
import { count } from "@/domain/format";
import { isSlug, slugOf } from "@/domain/slug";
import type { SiteDeletion, SiteDetail } from "@/domain/types";
import { day } from "@/time/moment";

export const numbered = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

export const zoneName = (zone: string): string => zone.replaceAll("_", " ");

/** "Europe/Vienna · 9 sensors, 5 devices" */
export const aboutSite = (site: Pick<SiteDetail, "time_zone" | "sensors" | "devices">): string =>
  `${zoneName(site.time_zone)} · ${numbered(site.sensors, "sensor")}, ${numbered(site.devices, "device")}`;

export interface Draft {
  name: string;
  /** Null while it is derived from the name. */
  slug: string | null;
}

/** The errors of a new site or sensor by field; `taken` are the addresses of the others. */
export function draftErrors(
  { name, slug }: Draft,
  taken: ReadonlySet<string>,
): Partial<Record<keyof Draft, string>> {
  if (name.trim() === "") return { name: "Enter a name." };
  const address = slug ?? slugOf(name);
  if (address === "")
    return { slug: "Enter one: the name has no letter from a to z and no digit." };
  if (!isSlug(address))
    return { slug: "Lower-case letters, digits and hyphens between them, at most 64." };
  if (taken.has(address)) return { slug: "This address is used already. Choose another one." };
  return {};
}

/** What deleting a site deletes and keeps, as sentences. */
export function deletionWords(deletion: SiteDeletion, zone: string): string[] {
  const { sensors, devices, grants, readings } = deletion;
  const parts = [
    sensors > 0 && numbered(sensors, "sensor"),
    grants > 0 && numbered(grants, "grant"),
  ].filter((part) => part !== false);
  const gone =
    parts.length === 0
      ? "Only the site itself is deleted."
      : `${parts.join(" and ")} ${sensors + grants === 1 ? "is" : "are"} deleted with it.`;
  return [
    ...(readings
      ? [
          `${historyWords(deletion, zone)}. Its sensors’ graphs, statistics and limits are deleted and cannot be brought back.`,
        ]
      : ["No reading was ever stored here."]),
    gone,
    ...(devices === 0
      ? []
      : [
          `${numbered(devices, "device")} ${devices === 1 ? "stays" : "stay"} without a home site, and ${devices === 1 ? "its" : "their"} channels become proposals again.`,
        ]),
    ...(readings
      ? ["What each channel sent is kept with the channel until it is too old, for a new sensor."]
      : []),
  ];
}

/** "Readings from Mon 3 Mar 2025 to Sun 29 Nov 2026 are stored here": the history that would go. */
function historyWords({ first, last }: SiteDeletion, zone: string): string {
  if (first === null || last === null) return "Readings were stored here";
  const days = [day(first, zone, true), day(last, zone, true)];
  return days[0] === days[1]
    ? `Readings of ${days[0]} are stored here`
    : `Readings from ${days[0]} to ${days[1]} are stored here`;
}

/** Describe a concurrent edit: "Its name is now Linden; you were setting Lime." */
export function racedWords(
  changes: { name?: string | null; time_zone?: string | null },
  seen: SiteDetail,
  current: SiteDetail,
): string {
  const words = [
    { key: "name", label: "Its name" },
    { key: "time_zone", label: "Its time zone" },
  ] as const;
  const told = words
    .filter(({ key }) => seen[key] !== current[key])
    .map(({ key, label }) => {
      const mine = changes[key] == null ? "" : `; you were setting ${zoneName(changes[key])}`;
      return `${label} is now ${zoneName(current[key])}${mine}.`;
    });
  if (seen.archived !== current.archived)
    told.push(current.archived === null ? "It was restored." : "It was archived.");
  return told.join(" ") || "Another setting has changed.";
}
