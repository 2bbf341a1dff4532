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

export function NoDevices() {
  return (
    <Placeholder icon="devices" title="No devices yet" testId="empty">
      A device appears here after its first message. Until it has a home site, only administrators
      see it; they assign the site.
    </Placeholder>
  );
}

export function NoMatch({ onAll, total }: { onAll: () => void; total: number }) {
  return (
    <Placeholder
      icon="filter"
      title="No matching devices"
      actions={<Button onClick={onAll}>Show all {total}</Button>}
    >
      Try another filter.
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
