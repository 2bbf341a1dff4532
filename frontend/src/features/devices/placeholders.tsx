// Device pages without devices, without access, or after a failed request.
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { Button, ButtonLink } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";

export function NotForYou() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="Devices are for operators"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      You need the operator role at a site to see its devices. A site manager can give it to you.
    </Placeholder>
  );
}

export function NoDevices({ manager }: { manager: boolean }) {
  return (
    <Placeholder
      icon="devices"
      title="No devices yet"
      testId="empty"
      actions={
        manager && (
          <>
            <ButtonLink kind="primary" href="/devices/connect">
              Connect a device
            </ButtonLink>
            <ButtonLink href="/devices/import">Import from CSV</ButtonLink>
          </>
        )
      }
    >
      A device is the hardware that sends temperatures.{" "}
      {manager ? "Register it here" : "A site manager registers it"}; then its channels are
      installed on sensors.
    </Placeholder>
  );
}

export function NoMatch({ onAll }: { onAll: () => void }) {
  return (
    <Placeholder
      icon="filter"
      title="No matching devices"
      actions={<Button onClick={onAll}>Show all</Button>}
    >
      Try another search or filter.
    </Placeholder>
  );
}

const requestNote = (error: unknown) =>
  error instanceof ApiProblem && error.requestId ? `Request ${error.requestId}` : null;

export function DevicesFailed({ error }: { error: unknown }) {
  return (
    <Placeholder icon="alert" title="The devices could not be loaded" note={requestNote(error)}>
      {problemWords(error)} The page retries automatically.
    </Placeholder>
  );
}

export function NoSuchDevice() {
  return (
    <Placeholder
      icon="search"
      level={1}
      title="Device not found"
      actions={<ButtonLink href="/devices">All devices</ButtonLink>}
    >
      It may have another name, or you are not an operator of its home site.
    </Placeholder>
  );
}

export function DeviceFailed({ error }: { error: unknown }) {
  return (
    <Placeholder
      icon="alert"
      level={1}
      title="This device could not be loaded"
      note={requestNote(error)}
    >
      {problemWords(error)} The page retries automatically.
    </Placeholder>
  );
}
