// The time zones one may choose: those this browser knows.

/** IANA zones by name, read with spaces. */
export function zoneChoices(): { value: string; label: string }[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
  return [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
