"""What a broker has said of itself below `$SYS`, as Mosquitto 2 names it; another may say nothing.

Each topic is retained and published anew when its value changes, every `sys_interval`.
"""

import re
from dataclasses import dataclass

_ROOT = "$SYS/broker/"
FIELDS = {
    f"{_ROOT}publish/messages/dropped": "dropped",
    f"{_ROOT}store/messages/count": "stored",
    f"{_ROOT}retained messages/count": "retained",
    f"{_ROOT}shared_subscriptions/count": "shared_subscriptions",
}
"""The topics to subscribe to, and what each tells."""
_NUMBER = re.compile(rb"[0-9]{1,18}")


@dataclass(slots=True)
class Readout:
    """The values of one connection; null is what was not said on it."""

    dropped: int | None = None
    """Messages the broker threw away since it started."""
    stored: int | None = None
    retained: int | None = None
    shared_subscriptions: int | None = None

    def hear(self, topic: str, payload: bytes) -> None:
        """Takes a message in; what is no number says nothing."""
        if topic in FIELDS:
            said = int(payload) if _NUMBER.fullmatch(payload) else None
            setattr(self, FIELDS[topic], said)

    @property
    def queued(self) -> int | None:
        """Messages it holds for subscribers, about; its own and retained ones are no queue."""
        if self.stored is None or self.retained is None:
            return None
        return max(0, self.stored - self.retained)


def rise(before: int | None, now: int | None) -> int:
    """How much a counter rose; where it is lower it began anew with the broker.

    What was counted before anybody looked is of no known time and counts as none.
    """
    if before is None or now is None:
        return 0
    return now if now < before else now - before
