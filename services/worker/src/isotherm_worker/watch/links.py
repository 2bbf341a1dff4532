"""What notices of the broker change about devices' connections; pure and bounded."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from isotherm.links import Attempt, Ending
from isotherm_worker.watch.notice import Ended, LoggedIn, Notice, Opened, TakenOver, TlsClosed
from isotherm_worker.watch.openings import Counts, Openings

MOST_NAMES = 20_000
"""Devices whose changes are held until they are written."""
MOST_ADDRESSES = 32
"""Addresses that are counted by themselves in a minute, for each kind of attempt."""


@dataclass(slots=True)
class LinkChange:
    """What has changed about the connection of one device; None where nothing has."""

    name: str
    connected: bool
    changed_at: datetime
    connected_at: datetime | None = None
    address: str | None = None
    disconnected_at: datetime | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class AttemptCount:
    """Failed attempts to log in of one minute, from one address or from all others."""

    minute: datetime
    attempt: Attempt
    address: str
    """Empty for all whose address is not known or not counted by itself."""
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be written."""

    links: list[LinkChange]
    takeovers: dict[str, tuple[int, datetime]]
    """How many, and the last one, by name."""
    attempts: list[AttemptCount]


@dataclass(slots=True)
class Links:
    """Collects changes until they are taken. `missed` counts notices for which was no room."""

    missed: int = 0
    _openings: Openings = field(default_factory=Openings)
    _tls_closed: bool = False
    """Whether the last notice said that a TLS connection was closed."""
    _links: dict[str, LinkChange] = field(default_factory=dict)
    _takeovers: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _minute: datetime | None = None
    _addresses: dict[Attempt, set[str]] = field(default_factory=dict)
    _attempts: Counter[tuple[datetime, Attempt, str]] = field(default_factory=Counter)
    _last_at: dict[tuple[datetime, Attempt, str], datetime] = field(default_factory=dict)

    def add(self, notice: Notice, now: datetime, monotonic: float) -> None:
        """Take a notice that came at `now`; `monotonic` is the same in seconds."""
        closed, self._tls_closed = self._tls_closed, isinstance(notice, TlsClosed)
        match notice:
            case Opened(address, port):
                self._openings.opened(address, port, monotonic)
            case LoggedIn(address, port, name):
                self._openings.logged_in(address, port)
                if name is not None and (link := self._change(name, now, connected=True)):
                    link.connected_at, link.address = now, address
            case TakenOver(name):
                self._take_over(name, now)
            case Ended(None, ending, address, port):
                ending = Ending.CLOSED if closed else ending  # a health check, most likely
                self._count(self._openings.ended(ending, address, port, monotonic), now)
            case Ended(str(name), Ending.TAKEN_OVER):
                self._take_over(name, now)
            case Ended(str(name), ending):
                if link := self._change(name, now, connected=False):
                    link.disconnected_at, link.ending = now, ending

    def take(self, now: datetime, monotonic: float) -> Changes:
        """Return what has changed since the last time, and forget it."""
        self._count(self._openings.settle(monotonic), now)
        attempts = [
            AttemptCount(*key, count, self._last_at[key]) for key, count in self._attempts.items()
        ]
        changes = Changes(list(self._links.values()), dict(self._takeovers), attempts)
        for held in (self._links, self._takeovers, self._attempts, self._last_at):
            held.clear()
        return changes

    def _change(self, name: str, now: datetime, *, connected: bool) -> LinkChange | None:
        link = self._links.get(name)
        if link is None:
            if len(self._links) >= MOST_NAMES:
                self.missed += 1
                return None
            link = self._links[name] = LinkChange(name, connected, now)
        link.connected, link.changed_at = connected, now
        return link

    def _take_over(self, name: str, now: datetime) -> None:
        if link := self._change(name, now, connected=True):
            link.disconnected_at, link.ending = now, Ending.TAKEN_OVER
            self._takeovers[name] = (self._takeovers.get(name, (0, now))[0] + 1, now)

    def _count(self, counts: Counts, now: datetime) -> None:
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._addresses = minute, {}
        for (attempt, address), count in counts.items():
            key = (minute, attempt, self._counted_as(attempt, address))
            self._attempts[key] += count
            self._last_at[key] = now

    def _counted_as(self, attempt: Attempt, address: str | None) -> str:
        """Return the address, or an empty text if this minute has enough of them."""
        if address is None:
            return ""
        addresses = self._addresses.setdefault(attempt, set())
        if address not in addresses and len(addresses) >= MOST_ADDRESSES:
            return ""
        addresses.add(address)
        return address
