// The view model of the first step: what is typed, what is wrong with it, and sending it.
import { useState, type SubmitEvent } from "react";
import { ApiProblem } from "@/data/api/http";
import { useMe } from "@/data/api/me";
import { useRegisterDevice } from "@/data/api/registration";
import { useCreateSite, useSites } from "@/data/api/sites";
import { fieldWords } from "@/data/problem-words";
import type { Registered } from "@/domain/types";
import { may } from "@/domain/roles";
import { browserZone } from "@/time/zones";
import { NEW_SITE, newDeviceOf, newSiteOf, wrongOf, type Draft, type Wrong } from "./draft";

export function useNameForm(asked: string | null, onDone: (registered: Registered) => void) {
  const me = useMe().data;
  const all = useSites().data;
  const sites = (all ?? []).filter((site) => may(me, "manager", site.slug));
  const createSite = useCreateSite();
  const register = useRegisterDevice();
  const [tried, setTried] = useState(false);
  const [typed, setTyped] = useState<Draft>({
    site: "",
    siteName: "",
    zone: browserZone(),
    label: "",
    name: null,
  });
  const admin = me?.admin === true;
  const draft = { ...typed, site: typed.site || preselected(asked, sites, admin) };
  const set = (change: Partial<Draft>) => {
    setTyped({ ...draft, ...change });
    if ("site" in change || "siteName" in change || "zone" in change) createSite.reset();
    if ("site" in change || "label" in change || "name" in change) register.reset();
  };
  const lacking = wrongOf(draft);
  const refused = refusedOf(createSite.error, register.error);
  const typedName = draft.label.trim() !== "" || (draft.name ?? "") !== "";
  // What is still missing is wrong only once it has been sent.
  const shown: Wrong = tried
    ? lacking
    : typedName && lacking.name !== undefined
      ? { name: lacking.name }
      : {};
  const wrong: Wrong = { ...refused, ...shown };

  const send = (site: string, adopt = false) =>
    register.mutate(newDeviceOf(draft, site, adopt), {
      onSuccess: (registered) => {
        // The result holds the password, which only the page may keep.
        register.reset();
        onDone(registered);
      },
    });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(lacking).length > 0) return;
    if (draft.site !== NEW_SITE) send(draft.site);
    else
      createSite.mutate(newSiteOf(draft), {
        onSuccess: ({ slug }) => {
          // If the device is refused, the site is there and must not be created again.
          setTyped({ ...draft, site: slug });
          send(slug);
        },
      });
  };
  return {
    admin,
    sites,
    loaded: me !== undefined && all !== undefined,
    draft,
    set,
    wrong,
    busy: createSite.isPending || register.isPending,
    /** The site was refused, else the device. */
    error: createSite.error ?? register.error,
    /** The refusal is said beside the fields. */
    said: Object.keys(refused).length > 0,
    /** The name is that of a device that sends already: takes it over. */
    takeOver:
      register.error instanceof ApiProblem && register.error.adoptable
        ? () => send(draft.site, true)
        : null,
    onSubmit,
  };
}

/** What the server found wrong with the site or the device, by the form's fields. */
export function refusedOf(site: unknown, device: unknown): Wrong {
  const refused: [keyof Draft, string | null][] = [
    ["siteName", fieldWords(site, "name") ?? fieldWords(site, "slug")],
    ["zone", fieldWords(site, "time_zone")],
    ["site", fieldWords(device, "site")],
    ["label", fieldWords(device, "label")],
    ["name", fieldWords(device, "name")],
  ];
  return Object.fromEntries(refused.filter(([, words]) => words !== null));
}

/** The site of the address, or the only one; for administrators without any, a new one. */
export function preselected(
  asked: string | null,
  sites: readonly { slug: string }[],
  admin: boolean,
): string {
  if (sites.some(({ slug }) => slug === asked)) return asked ?? "";
  const [only, ...others] = sites;
  if (only && others.length === 0) return only.slug;
  return sites.length === 0 && admin ? NEW_SITE : "";
}
