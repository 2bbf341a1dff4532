// A name as an address: what the API takes as a slug.

const MOST = 64;

/** "Vaccine fridge, Köln" → "vaccine-fridge-koln"; empty when nothing of it can stand in an address. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MOST)
    .replace(/^-+|-+$/g, "");
}
