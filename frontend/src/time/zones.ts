// The time zones that this browser knows, as choices of a field.

/** IANA zones sorted by name; labels have spaces instead of underscores. */
export function zoneChoices(): { value: string; label: string }[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
