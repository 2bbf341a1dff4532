// The time zones that this browser knows, as choices of a field, and its own.

/** IANA zones sorted by name, the given one included; labels have spaces instead of underscores. */
export function zoneChoices(current: string | null = null): { value: string; label: string }[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
  // A browser lists one name of each zone, and the server may have stored another ("Europe/Kiev").
  if (current) zones.add(current);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

let cachedZone: string | null = null;

/** The browser's time zone, cached: resolving it takes as long as rendering a row. */
export const browserZone = (): string =>
  (cachedZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
