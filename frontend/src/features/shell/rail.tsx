"use client";
// The rail: pages, sites with their worst state, and the live state.
import { Tooltip } from "@mantine/core";
import Link from "next/link";
import { useAsOfWords } from "@/data/live/as-of";
import { COLOURS } from "@/domain/state";
import type { State } from "@/domain/types";
import { Icon, Mark } from "@/ui/icon";
import { PageLink } from "@/ui/page-link";
import { StateIcon } from "@/parts/state-mark";
import { RailFoot } from "./rail-foot";
import { PAGES } from "./pages";
import { usePages, useProposalBadge } from "./use-pages";
import { usePlace } from "./use-place";
import { useSiteStates } from "./use-site-states";
import classes from "./rail.module.css";

const SHORT: Record<State, string> = {
  in_range: "",
  no_limits: "",
  above: "out",
  below: "out",
  silent: "silent",
  fault: "fault",
  suspect: "doubtful",
  never: "",
};

export function Rail() {
  const place = usePlace();
  const sites = useSiteStates();
  const pages = usePages(PAGES);
  const proposals = useProposalBadge();
  const asOf = useAsOfWords();
  const here = place.page === "sensor" ? "overview" : place.page;
  return (
    <>
      <nav className={classes.home} aria-label="Home">
        <PageLink href="/" className={classes.brand} aria-label="Isotherm">
          <Mark />
          <span>Isotherm</span>
        </PageLink>
      </nav>
      <nav className={classes.rail} aria-label="Pages and sites">
        {pages.map((page) => (
          <Tooltip
            key={page.key}
            label={page.name}
            position="right"
            classNames={{ tooltip: classes.tip }}
          >
            <PageLink
              href={page.href}
              className={classes.page}
              aria-current={page.key === here ? "page" : undefined}
            >
              <Icon name={page.icon} />
              <span>{page.name}</span>
              {page.key === "proposals" && proposals && (
                <b className={classes.badge}>
                  {proposals}
                  <span className="visually-hidden"> waiting</span>
                </b>
              )}
            </PageLink>
          </Tooltip>
        ))}
        {sites.length > 0 && <h2 className={classes.head}>Sites{asOf && `, ${asOf}`}</h2>}
        {sites.map((site) => (
          <Link
            prefetch={false}
            key={site.slug}
            href={`/?site=${site.slug}`}
            className={classes.site}
            data-site={site.slug}
            aria-current={
              place.page === "overview" && place.site === site.slug ? "true" : undefined
            }
          >
            <span className={classes.dot}>
              <StateIcon state={site.state} />
            </span>
            <span className={classes.name} title={site.name}>
              {site.name}
            </span>
            <em data-colour={COLOURS[site.state]} data-current>
              {SHORT[site.state]}
            </em>
          </Link>
        ))}
        <RailFoot />
      </nav>
    </>
  );
}
