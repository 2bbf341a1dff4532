// The sign-in card.
import { Mark } from "@/ui/icon";
import buttonClasses from "@/ui/button.module.css";
import classes from "./signed-out.module.css";

const REASONS: Record<string, string> = {
  expired: "That sign-in took too long or had already been used.",
  refused: "The sign-in was refused or cancelled.",
  failed:
    "The sign-in service is not set up for this site, so nobody can sign in now. The log of the frontend says why.",
  half: "You are signed out here. The sign-in service could not be reached, so you may still be signed in there.",
};

export function SignedOut({
  href,
  host,
  reason,
}: {
  href: string;
  host: string;
  reason: string | null;
}) {
  const explanation = REASONS[reason ?? ""];
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark />
        <h1>Sign in to Isotherm</h1>
        {explanation && <p>{explanation}</p>}
        <p>You will see the sites and sensors you have been given access to.</p>
        {/* Not a Link: this address redirects out of the app. */}
        <a href={href} className={buttonClasses.button} data-kind="primary">
          Sign in
        </a>
        <p className={classes.note}>
          You will be redirected to {host} and then back to the page you requested.
        </p>
      </div>
    </main>
  );
}
