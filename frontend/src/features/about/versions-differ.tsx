"use client";
// Says that pages and API are of different versions, which they are during an upgrade.
import { Button } from "@/ui/button";
import { Note } from "@/ui/note";
import classes from "./about-page.module.css";

export function VersionsDiffer({ pages, api }: { pages: string; api: string }) {
  return (
    <div role="status">
      {pages !== api && (
        <div data-testid="versions-differ">
          <Note
            level={2}
            title="Pages and API are of different versions"
            actions={
              <div className={classes.actions}>
                <Button onClick={() => window.location.reload()}>Load the page again</Button>
              </div>
            }
          >
            The pages are {pages}, the API that answered is {api}. An upgrade is under way, or was
            not finished. Until both are the same, something may be missing on a page or fail.
          </Note>
        </div>
      )}
    </div>
  );
}
