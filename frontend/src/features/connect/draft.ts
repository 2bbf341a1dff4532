// The first step's form: a device, and the site that it is at, which may be new.
import { nameProblem } from "@/domain/names";
import type { NewDevice, NewSite } from "@/domain/types";
import { slugOf } from "@/domain/slug";

/** The choice of a site that is to be created; no slug has a colon. */
export const NEW_SITE = ":new";

export interface Draft {
  /** A slug, or `NEW_SITE`; empty while none is chosen. */
  site: string;
  siteName: string;
  zone: string;
  label: string;
  /** Null while it is made from the label. */
  name: string | null;
}

export type Wrong = Partial<Record<keyof Draft, string>>;

/** "Vaccine fridge, Köln" → "vaccine-fridge-koln": the name at the broker. */
export const nameOf = ({ name, label }: Pick<Draft, "name" | "label">): string =>
  name ?? slugOf(label);

/** Why the draft cannot be sent, by field. */
export function wrongOf(draft: Draft): Wrong {
  const wrong: Wrong = {};
  if (draft.site === "") wrong.site = "Choose a site.";
  if (draft.site === NEW_SITE && draft.siteName.trim() === "")
    wrong.siteName = "Enter the site’s name.";
  if (draft.site === NEW_SITE && draft.zone === "") wrong.zone = "Choose the site’s time zone.";
  if (draft.label.trim() === "" && draft.name === null) {
    wrong.label = "Enter a label, such as Vaccine fridge.";
    return wrong;
  }
  const name = nameProblem(nameOf(draft));
  if (name !== null)
    wrong.name = nameOf(draft) === "" ? "The label has no letters for a name. Enter one." : name;
  return wrong;
}

/** The page that creates a site has the address that a site named New would get. */
const TAKEN = "new";

export const newSiteOf = ({ siteName, zone }: Draft): NewSite => ({
  name: siteName.trim(),
  time_zone: zone,
  ...(slugOf(siteName) === TAKEN ? { slug: `${TAKEN}-site` } : {}),
});

/** @param adopt take over a proposed device of that name */
export const newDeviceOf = (draft: Draft, site: string, adopt: boolean): NewDevice => ({
  site,
  name: nameOf(draft),
  adopt,
  ...(draft.label.trim() === "" ? {} : { label: draft.label.trim() }),
});
