"use client";
// The menu that chooses the overview's site; on the pages of sites, the site whose page is shown.
import { Menu } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useAsOfWords } from "@/data/live/as-of";
import { useSensors } from "@/data/live/sensors";
import { count } from "@/domain/format";
import { Icon } from "@/ui/icon";
import { StateIcon } from "@/parts/state-mark";
import { usePlace } from "./use-place";
import { useSiteStates, type SiteState } from "./use-site-states";
import classes from "./menu.module.css";
import { leave } from "@/ui/leave";

export function SiteSwitch() {
  const router = useRouter();
  const place = usePlace();
  const sites = useSiteStates();
  const total = useSensors().data?.length ?? 0;
  const settings = place.page === "sites";
  const asOf = useAsOfWords();
  const here = sites.find((site) => site.slug === place.site);
  return (
    <Menu
      position="bottom-start"
      width={240}
      classNames={{ dropdown: classes.dropdown, item: classes.item }}
    >
      <Menu.Target>
        <button
          type="button"
          className={classes.target}
          aria-label={`Site: ${here?.name ?? "all sites"}`}
        >
          <span className={classes.title}>{here?.name ?? "All sites"}</span>
          <Icon name="down" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {asOf && <Menu.Label>States {asOf}</Menu.Label>}
        <Menu.Item
          onClick={() => leave(() => router.push(settings ? "/sites" : "/"))}
          leftSection={<Icon name="overview" />}
          rightSection={<span className={classes.count}>{count(total)}</span>}
        >
          All sites
        </Menu.Item>
        {sites.map((site) => (
          <Menu.Item
            key={site.slug}
            onClick={() =>
              leave(() => router.push(settings ? `/sites/${site.slug}` : `/?site=${site.slug}`))
            }
            leftSection={<StateIcon state={site.state} />}
            rightSection={<Counts {...site} />}
          >
            {site.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The number of a site's sensors, and of those that no limits judge. */
function Counts({ sensors, unjudged }: Pick<SiteState, "sensors" | "unjudged">) {
  return (
    <span className={classes.count}>
      {unjudged > 0 && (
        <span className={classes.apart} title={`${count(unjudged)} without limits`}>
          <StateIcon state="no_limits" size={14} />
          {count(unjudged)}
          <span className="visually-hidden"> without limits, of </span>
        </span>
      )}
      {count(sensors)}
      <span className="visually-hidden">{sensors === 1 ? " sensor" : " sensors"}</span>
    </span>
  );
}
