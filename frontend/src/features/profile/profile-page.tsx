"use client";
// The user's profile and preferences: unit, time zone and theme, stored on the server.
import { Sentence } from "@/parts/moment";
import { failedTitle } from "@/data/problem-words";
import { Again } from "@/parts/session/again";
import { Select, useMantineColorScheme } from "@mantine/core";
import { useMe, useSavePreferences } from "@/data/api/me";
import { ApiProblem } from "@/data/api/http";
import { temperature } from "@/domain/format";
import { useNow } from "@/time/now";
import { useSiteNames } from "@/data/site-names";
import { clock } from "@/time/moment";
import type { Theme, Unit } from "@/domain/types";
import { offsetName } from "@/time/zone";
import { Placeholder } from "@/ui/placeholder";
import { Segmented } from "@/ui/segmented";
import { SkeletonRows } from "@/ui/skeleton";
import { zoneChoices } from "@/time/zones";
import classes from "./profile-page.module.css";

const UNITS: { key: Unit; label: string }[] = [
  { key: "C", label: "Celsius" },
  { key: "F", label: "Fahrenheit" },
];
const THEMES: { key: Theme; label: string }[] = [
  { key: "auto", label: "Same as this device" },
  { key: "light", label: "Light" },
  { key: "dark", label: "Dark" },
];
const SITE = "site";

export function ProfilePage() {
  const { data: me, error } = useMe();
  const sites = useSiteNames();
  const save = useSavePreferences();
  const { setColorScheme } = useMantineColorScheme();
  const now = useNow();
  if (!me && error)
    return (
      <Placeholder
        icon="alert"
        level={1}
        title={failedTitle(error, "Your profile could not be loaded")}
        actions={<Again error={error} />}
      >
        The page retries automatically.
      </Placeholder>
    );
  if (!me) return <SkeletonRows rows={4} title="My profile" />;
  const nameOf = (slug: string) => sites.get(slug)?.name ?? slug;
  const roles = me.sites.map((site) => `${site.role} at ${nameOf(site.slug)}`);
  return (
    <div className={classes.page}>
      <h1>My profile</h1>
      <dl className={classes.who}>
        <dt>Name</dt>
        <dd>{me.name ?? me.username}</dd>
        <dt>Username</dt>
        <dd>{me.username}</dd>
        {me.email && (
          <>
            <dt>E-mail</dt>
            <dd>{me.email}</dd>
          </>
        )}
        <dt>Roles</dt>
        <dd>
          {[...(me.admin ? ["administrator of all sites"] : []), ...roles].join(", ") || "none yet"}
        </dd>
      </dl>
      <section className={classes.setting}>
        <div>
          <h2>Unit</h2>
          <p>{`A fridge at ${temperature(4.6, me.unit)}.`}</p>
        </div>
        <Segmented
          label="Unit of temperature"
          choices={UNITS}
          value={me.unit}
          onChange={(unit) => save.mutate({ unit })}
        />
      </section>
      <section className={classes.setting}>
        <div>
          <h2>Time zone</h2>
          <p>
            {me.time_zone === null ? (
              "Times are shown in each site’s own zone."
            ) : (
              <Sentence
                text={`All times are shown in ${me.time_zone.replaceAll("_", " ")}: now ${clock(now, me.time_zone)}, ${offsetName(now, me.time_zone)}.`}
                times={[now]}
                zone={me.time_zone}
                as={(at, _now, zone) => clock(at, zone)}
              />
            )}
          </p>
        </div>
        <Select
          aria-label="Time zone"
          searchable
          data={[{ value: SITE, label: "Each site’s own" }, ...zoneChoices(me.time_zone)]}
          value={me.time_zone ?? SITE}
          allowDeselect={false}
          w={260}
          limit={200}
          nothingFoundMessage="No zone matches"
          size="sm"
          onChange={(value) => value && save.mutate({ time_zone: value === SITE ? null : value })}
        />
      </section>
      <section className={classes.setting}>
        <div>
          <h2>Theme</h2>
          <p>Light and dark have the same contrast.</p>
        </div>
        <Segmented
          label="Theme"
          choices={THEMES}
          value={me.theme}
          onChange={(theme) => {
            setColorScheme(theme);
            save.mutate({ theme });
          }}
        />
      </section>
      <p
        role="status"
        className={classes.status}
        data-failed={save.isError || undefined}
        data-testid="save-state"
      >
        {save.isPending && "Saving"}
        {save.isSuccess && "Saved"}
        {save.isError &&
          `Not saved. ${save.error instanceof ApiProblem ? save.error.title : "The server cannot be reached"}.`}
      </p>
    </div>
  );
}
