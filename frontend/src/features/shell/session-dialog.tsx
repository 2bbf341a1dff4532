"use client";
// Shown when a change was not made because the session had ended: signing in beside keeps what was typed.
import { Modal } from "@mantine/core";
import { noteRead, useSession } from "@/data/session";
import { Button } from "@/ui/button";
import { signInBeside } from "@/parts/session/sign-in";
import classes from "./session-dialog.module.css";

export function SessionDialog() {
  const session = useSession();
  return (
    <Modal
      opened={session === "unsaved"}
      onClose={noteRead}
      title="Your session has ended"
      size={420}
      zIndex={400}
      closeButtonProps={{ "aria-label": "Close" }}
      attributes={{ header: { role: "presentation" } }}
      transitionProps={{ duration: 120 }}
    >
      <div data-testid="session-dialog">
        <p>
          Nothing was changed. Sign in again in a new tab: what you typed stays here, and you can
          send it again afterwards.
        </p>
        <div className={classes.actions}>
          <Button onClick={noteRead}>Not now</Button>
          <Button kind="primary" data-autofocus onClick={signInBeside}>
            Sign in again
          </Button>
        </div>
      </div>
    </Modal>
  );
}
