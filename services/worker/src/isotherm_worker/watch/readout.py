"""A broker's counters, as Mosquitto 2 publishes them below `$SYS`; others may publish none.

Each topic is retained, and published again every `sys_interval` if its value changed.
"""

import re
from dataclasses import dataclass

_ROOT = "$SYS/broker/"
FIELDS = {
    f"{_ROOT}publish/messages/dropped": "dropped",
    f"{_ROOT}store/messages/count": "stored",
    f"{_ROOT}retained messages/count": "retained",
    f"{_ROOT}shared_subscriptions/count": "shared_subscriptions",
    f"{_ROOT}clients/connected": "clients",
    f"{_ROOT}version": "version",
    f"{_ROOT}subscriptions/count": "subscriptions",
    f"{_ROOT}clients/disconnected": "clients_disconnected",
    f"{_ROOT}publish/messages/received": "messages_received",
    f"{_ROOT}publish/messages/sent": "messages_sent",
    f"{_ROOT}bytes/received": "bytes_received",
    f"{_ROOT}bytes/sent": "bytes_sent",
}
"""The topics to subscribe to, and the field of `Readout` each one sets."""
_NUMBER = re.compile(rb"[0-9]{1,18}")
_VERSION = re.compile(rb"[ -~]{1,100}")


@dataclass(slots=True)
class Readout:
    """The values received on one connection; None if not received on it."""

    dropped: int | None = None
    """Messages the broker dropped since it started."""
    stored: int | None = None
    retained: int | None = None
    shared_subscriptions: int | None = None
    clients: int | None = None
    """Clients that are connected, the services among them."""
    version: str | None = None
    """What the broker calls its program, such as `mosquitto version 2.0.18`."""
    subscriptions: int | None = None
    clients_disconnected: int | None = None
    """Clients whose sessions it keeps."""
    messages_received: int | None = None
    messages_sent: int | None = None
    """PUBLISH messages since it started."""
    bytes_received: int | None = None
    bytes_sent: int | None = None

    def update(self, topic: str, payload: bytes) -> None:
        """Set the field of a topic; a payload that is no number makes it unknown."""
        match FIELDS.get(topic):
            case None:
                return
            case "version":
                self.version = payload.decode() if _VERSION.fullmatch(payload) else None
            case field:
                setattr(self, field, int(payload) if _NUMBER.fullmatch(payload) else None)

    @property
    def queued(self) -> int | None:
        """About how many messages it holds for subscribers; retained ones do not count."""
        if self.stored is None or self.retained is None:
            return None
        return max(0, self.stored - self.retained)


def rise(before: int | None, now: int | None) -> int:
    """Return how much a counter rose; if it fell, the broker restarted and counts from 0.

    The first known value is no rise, because nobody knows when it was counted.
    """
    if before is None or now is None:
        return 0
    return now if now < before else now - before
