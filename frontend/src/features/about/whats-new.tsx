// What each version changed, the newest first.
import { releaseDay, type Release, type Run } from "@/domain/releases";
import classes from "./about-page.module.css";

export function WhatsNew({
  releases,
  running,
}: {
  releases: readonly Release[];
  /** The version that is shown as this one. */
  running: string;
}) {
  return (
    <section aria-labelledby="new">
      <h2 id="new">What is new</h2>
      {releases.map(({ version, date, sections }) => (
        <article key={version} aria-labelledby={`v${version}`} className={classes.release}>
          <header>
            <h3 id={`v${version}`}>{version}</h3>
            <span className={classes.when}>
              {version === running && "this version, "}
              {date === null ? "not yet released" : <time dateTime={date}>{releaseDay(date)}</time>}
            </span>
          </header>
          {sections.map(({ name, lines }) => (
            <div key={name}>
              <h4>{name}</h4>
              <ul>
                {lines.map((runs, index) => (
                  <li key={index}>
                    <Line runs={runs} />
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </article>
      ))}
    </section>
  );
}

function Line({ runs }: { runs: readonly Run[] }) {
  return runs.map((run, index) => {
    if (typeof run === "string") return run;
    return "strong" in run ? <b key={index}>{run.strong}</b> : <code key={index}>{run.code}</code>;
  });
}
