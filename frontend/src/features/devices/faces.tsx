// The faces of devices when there is none, or none could be had.
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { Button, ButtonLink } from "@/ui/button";
import { Face } from "@/ui/face";

export function NotForYou() {
  return (
    <Face
      icon="lock"
      level={1}
      title="Devices are for operators"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      Seeing the devices of a site needs the role operator there. Whoever manages the site can give
      it to you.
    </Face>
  );
}

export function NoDevices() {
  return (
    <Face icon="devices" title="No devices yet" testId="empty">
      A device appears here with its first message. Without a home site it is for administrators,
      who say where it belongs.
    </Face>
  );
}

export function NoMatch({ onAll, total }: { onAll: () => void; total: number }) {
  return (
    <Face
      icon="filter"
      title="No device is like that"
      actions={<Button onClick={onAll}>Show all {total}</Button>}
    >
      Another filter may have some.
    </Face>
  );
}

const requestNote = (error: unknown) =>
  error instanceof ApiProblem && error.requestId ? `Request ${error.requestId}` : null;

export function DevicesFailed({ error }: { error: unknown }) {
  return (
    <Face icon="alert" title="The devices could not be loaded" note={requestNote(error)}>
      {problemWords(error)} The page asks again by itself.
    </Face>
  );
}

export function NoSuchDevice() {
  return (
    <Face
      icon="search"
      level={1}
      title="There is no such device here"
      actions={<ButtonLink href="/devices">All devices</ButtonLink>}
    >
      It may have another name, or its home site is one you do not operate.
    </Face>
  );
}

export function DeviceFailed({ error }: { error: unknown }) {
  return (
    <Face icon="alert" level={1} title="This device could not be loaded" note={requestNote(error)}>
      {problemWords(error)} The page asks again by itself.
    </Face>
  );
}
