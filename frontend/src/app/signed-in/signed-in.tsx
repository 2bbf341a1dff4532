"use client";
// Tells the other tabs that somebody has signed in, and closes this one if the browser allows it.
import { useEffect } from "react";
import { announceSignIn } from "@/data/session";
import { Mark } from "@/ui/icon";
import buttonClasses from "@/ui/button.module.css";
import classes from "../signed-out/signed-out.module.css";

export function SignedIn() {
  useEffect(() => {
    announceSignIn();
    window.close();
  }, []);
  return (
    <main className={classes.page}>
      <div className={classes.card} role="status">
        <Mark />
        <h1>You are signed in again</h1>
        <p>Close this tab and go on where you were: what you typed there is kept.</p>
        <a href="/" className={buttonClasses.button}>
          Go to overview
        </a>
      </div>
    </main>
  );
}
