"use client";
// What stands in the place of a page that failed while it was rendered.
import { useEffect } from "react";
import { Button, ButtonLink } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";

/** What Next.js gives the page of an error. */
export interface FailedProps {
  error: unknown;
  retry: () => void;
}

export function Failed({ error, retry }: FailedProps) {
  // An error that a page of its own catches is no longer uncaught; it is to be counted as such all the same.
  useEffect(() => reportError(error), [error]);
  return (
    <Placeholder
      icon="alert"
      title="This page cannot be shown"
      level={1}
      testId="failed"
      actions={
        <>
          <Button kind="primary" onClick={retry}>
            Try again
          </Button>
          <ButtonLink href="/">Go to overview</ButtonLink>
        </>
      }
    >
      An error occurred while it was drawn. If it occurs again, tell whoever runs Isotherm, with the
      address of this page.
    </Placeholder>
  );
}
