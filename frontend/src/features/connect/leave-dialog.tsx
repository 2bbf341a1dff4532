"use client";
// Asking before the page is left with a password that nobody has copied.
import { Modal } from "@mantine/core";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { useLeaveGuard } from "@/ui/leave";
import classes from "./leave-dialog.module.css";

export function LeaveDialog({ guarding }: { guarding: boolean }) {
  const { held, drop } = useLeaveGuard(guarding);
  return (
    <Modal
      opened={held !== null}
      onClose={drop}
      title="Leave without the password?"
      size={440}
      yOffset={120}
      closeButtonProps={{ "aria-label": "Close" }}
      transitionProps={{ duration: 120 }}
    >
      <div className={classes.body}>
        <p>
          You have not copied it, and it is not shown again. Without it, the device needs a new one.
        </p>
        <Actions>
          <Button kind="primary" data-autofocus onClick={drop}>
            Stay
          </Button>
          <Button onClick={() => held?.()}>Leave</Button>
        </Actions>
      </div>
    </Modal>
  );
}
