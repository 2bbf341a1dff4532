"""The ledger's counts of one batch, by hour of receipt; what does not balance was lost."""

from collections import defaultdict
from dataclasses import dataclass, fields


@dataclass(slots=True)
class Counts:
    """Messages: received = decoded + undecodable.

    Elements: offered = stored + duplicate + rejected + ignored. Each is counted by the stage that
    does the thing, from what that stage holds, so that whatever falls out between two shows.
    """

    received: int = 0
    decoded: int = 0
    undecodable: int = 0
    offered: int = 0
    stored: int = 0
    duplicate: int = 0
    rejected: int = 0
    ignored: int = 0

    def add(self, other: "Counts") -> None:
        """Adds another's counts to these."""
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


NAMES = tuple(each.name for each in fields(Counts))

Ledger = defaultdict[int, Counts]
"""By hour, in µs since 1970."""


def ledger() -> Ledger:
    """An empty one."""
    return defaultdict(Counts)
