"use client";
// Shown while the sign-in service is unavailable; retries automatically.
import { useEffect, useState } from "react";
import { Mark } from "@/ui/icon";
import buttonClasses from "@/ui/button.module.css";
import classes from "./signed-out.module.css";

const WAIT_S = 8;

export function Away({ href, host }: { href: string; host: string }) {
  const [left, setLeft] = useState(WAIT_S);
  useEffect(() => {
    const timer = setInterval(() => setLeft((before) => before - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left <= 0) window.location.replace(href);
  }, [left, href]);
  return (
    <main className={classes.page}>
      <div className={classes.card} role="alert">
        <Mark />
        <h1>The sign-in service is not responding</h1>
        <p>
          {host} cannot be reached, so nobody can sign in now. Readings are stored without that.
        </p>
        <a href={href} className={buttonClasses.button} data-kind="primary">
          Retry now
        </a>
        <p className={classes.note}>{left > 0 ? `Retrying in ${left} s.` : "Retrying now."}</p>
      </div>
    </main>
  );
}
