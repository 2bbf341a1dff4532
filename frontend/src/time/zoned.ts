// A zone as times are shown in: alone, or beside times of other zones, so that each says its offset.

interface WithOffset {
  readonly name: string;
  readonly offset: true;
}

/** An IANA zone; as an object, each time is followed by its offset. */
export type Zone = string | WithOffset;

const zones = new Map<string, WithOffset>();

/** The zone whose times stand beside times of other zones; the same object for the same zone. */
export function withOffset(name: string): WithOffset {
  const zone = zones.get(name) ?? { name, offset: true };
  zones.set(name, zone);
  return zone;
}

export const nameOf = (zone: Zone): string => (typeof zone === "string" ? zone : zone.name);
export const hasOffset = (zone: Zone): boolean => typeof zone !== "string";
