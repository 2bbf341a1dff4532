"use client";
// Which version of Isotherm this is, whether its parts agree, and what is new.
import { useEffect, type ReactNode } from "react";
import { useMe } from "@/data/api/me";
import { useApiVersion } from "@/data/api/version";
import { problemWords } from "@/data/problem-words";
import { useSeenVersion } from "@/data/seen-version";
import { releasedWords, type Release } from "@/domain/releases";
import { DOCUMENTS, VERSION } from "@/domain/version";
import { Again } from "@/parts/session/again";
import { Note } from "@/ui/note";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import classes from "./about-page.module.css";
import { VersionsDiffer } from "./versions-differ";
import { WhatsNew } from "./whats-new";

const LICENSE = "https://www.apache.org/licenses/LICENSE-2.0";

export function AboutPage({ releases }: { releases: readonly Release[] }) {
  const me = useMe().data;
  const { markSeen } = useSeenVersion();
  const api = useApiVersion();
  useEffect(markSeen, [markSeen]);
  const failed = api.data === undefined ? api.error : null;
  return (
    <div className={classes.page}>
      <div>
        <PageTitle title="About Isotherm" />
        <VersionsDiffer pages={VERSION} api={api.data ?? VERSION} />
      </div>
      <section aria-labelledby="version">
        <h2 id="version">Version</h2>
        <dl className={classes.facts} data-testid="versions">
          <Fact name="Pages">{VERSION}</Fact>
          <Fact name="API">{api.data ?? (failed === null ? "…" : "unknown")}</Fact>
          <Fact name="Released">{releasedWords(releases, VERSION) ?? "unknown"}</Fact>
          <Fact name="License">
            <a className="link" href={LICENSE} rel="noreferrer license" target="_blank">
              Apache 2.0
            </a>
          </Fact>
        </dl>
      </section>
      {failed !== null && (
        <Note
          level={2}
          title="The version of the API is unknown"
          actions={
            <div className={classes.actions}>
              <Again error={failed} onAgain={() => void api.refetch()} />
            </div>
          }
        >
          {problemWords(failed)} The page asks again every 15 seconds.
        </Note>
      )}
      <WhatsNew releases={releases} running={VERSION} />
      <section aria-labelledby="more">
        <h2 id="more">More</h2>
        <ul className={classes.links}>
          <li>
            <PageLink className="link" href="/help">
              Help
            </PageLink>
            : what states and graphs mean
          </li>
          {me?.admin && (
            <li>
              <PageLink className="link" href="/status">
                Status
              </PageLink>
              : the version of every part that runs
            </li>
          )}
          <li>
            <a className="link" href={DOCUMENTS} rel="noreferrer" target="_blank">
              Documents of Isotherm
            </a>
            : devices and MQTT, operation, security. They are on the Internet, at github.com.
          </li>
        </ul>
      </section>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
