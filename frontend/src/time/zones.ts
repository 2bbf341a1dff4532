// The time zones that this browser knows, as choices of a field, and its own.

/** Names that Chromium still lists, and those that IANA and people use. Both mean the same zone. */
const RENAMED: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** The name that is in use today. */
const modern = (zone: string): string => RENAMED[zone] ?? zone;

/** IANA zones sorted by name, the given one included; labels have spaces instead of underscores. */
export function zoneChoices(current: string | null = null): { value: string; label: string }[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone").map(modern), "UTC"]);
  // What is stored may be another name than the browser lists.
  if (current) zones.add(current);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

let cachedZone: string | null = null;

/** The browser's time zone, cached: resolving it takes as long as rendering a row. */
export const browserZone = (): string =>
  (cachedZone ??= modern(Intl.DateTimeFormat().resolvedOptions().timeZone));
