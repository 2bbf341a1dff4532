// The wizard without access, without the device, or after a failed request.
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { ButtonLink } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";

const requestNote = (error: unknown) =>
  error instanceof ApiProblem && error.requestId ? `Request ${error.requestId}` : null;

export function NotForYou() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="Devices are connected by site managers"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      You need the manager role at a site to register a device there. Another manager of the site,
      or an administrator, can give it to you.
    </Placeholder>
  );
}

export function NoSuchDevice({ name }: { name: string }) {
  return (
    <Placeholder
      icon="search"
      level={1}
      title={`There is no device ${name}`}
      actions={<ButtonLink href="/devices/connect">Connect a device</ButtonLink>}
    >
      It was deleted, or it is at a site that you do not see.
    </Placeholder>
  );
}

export function DeviceFailed({ error }: { error: unknown }) {
  return (
    <Placeholder icon="alert" title="The device could not be loaded" note={requestNote(error)}>
      {problemWords(error)} The page retries automatically.
    </Placeholder>
  );
}

export function BrokerFailed({ error }: { error: unknown }) {
  return (
    <Placeholder
      icon="alert"
      title="Where to connect could not be loaded"
      note={requestNote(error)}
    >
      {problemWords(error)} The page retries automatically.
    </Placeholder>
  );
}
