// A name as a slug that the API accepts.

const MOST = 64;

/** "Vaccine fridge, Köln" → "vaccine-fridge-koln"; empty if the name has no letter or digit of ASCII. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MOST)
    .replace(/^-+|-+$/g, "");
}

/** Whether the API accepts a slug. */
export const isSlug = (slug: string): boolean =>
  slug.length <= MOST && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug);
