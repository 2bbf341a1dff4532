"""From which addresses logins were refused, as far as the broker's notices tell; pure.

Mosquitto 2.0 says when a connection is opened and from where, but not which one a refused login
came from. A refused login belongs to one of the connections that are open without a login. If they
all come from one address, or all of them have ended by now, their addresses are known. Otherwise
the address stays unknown, also if a client holds connections open without logging in.
"""

from collections import Counter, OrderedDict
from dataclasses import dataclass, field

from isotherm.links import Attempt, Ending

HELD_S = 100.0
"""Mosquitto ends a connection without a login after 90 s."""
UNSURE_AFTER_S = 5.0
"""A refused login whose address is not known by then is counted without one."""
LONGEST = 10_000
"""Connections without a login that are remembered."""

ATTEMPTS = {
    Ending.REFUSED: Attempt.REFUSED,
    Ending.PROTOCOL: Attempt.GARBLED,
    Ending.OVERSIZE: Attempt.GARBLED,
    Ending.UNSUPPORTED: Attempt.GARBLED,
    Ending.FAILED: Attempt.GARBLED,
}
"""What is counted; a connection that is only opened and closed, as health checks do, is not."""


Counts = Counter[tuple[Attempt, str | None]]
"""Attempts by kind and address; None is an address that is not known."""


@dataclass(slots=True)
class _End:
    attempt: Attempt | None
    at: float
    counted: bool = False
    address: str | None = None
    """The address with which it was counted."""

    def count(self, address: str | None) -> Counts:
        """Return what to count for it, and remember that it is counted."""
        if self.counted:
            return Counter()
        self.counted, self.address = True, address
        return _count(self.attempt, address)


@dataclass(slots=True)
class Openings:
    """Connections without a login, and the ends of some of them, until it shows which."""

    _open: OrderedDict[tuple[str | None, int], float] = field(default_factory=OrderedDict)
    _ends: list[_End] = field(default_factory=list)

    def opened(self, address: str | None, port: int, at: float) -> None:
        """Remember a connection; `at` is in seconds of a clock that never goes back."""
        self._open[address, port] = at
        self._open.move_to_end((address, port))
        while len(self._open) > LONGEST:
            self._open.popitem(last=False)

    def logged_in(self, address: str | None, port: int) -> None:
        """Forget a connection on which a login was accepted."""
        self._open.pop((address, port), None)

    def ended(self, ending: Ending, address: str | None, port: int | None, at: float) -> Counts:
        """Return what to count for a connection that ended without a login.

        `address` and `port` are where it came from, if the broker says so (2.1).
        """
        attempt = ATTEMPTS.get(ending)
        if port is not None:
            self._open.pop((address, port), None)
            return _count(attempt, address)
        self._ends.append(_End(attempt, at))
        return self._settle()

    def settle(self, now: float) -> Counts:
        """Return what has become known since, and what will not become known any more."""
        counts = self._settle()
        for end in self._ends:
            if now - end.at > UNSURE_AFTER_S:
                counts += end.count(None)
        while self._open and next(iter(self._open.values())) < now - HELD_S:
            self._open.popitem(last=False)
        self._ends = [end for end in self._ends[-LONGEST:] if now - end.at <= HELD_S]
        return counts

    def _settle(self) -> Counts:
        """Count the ends whose addresses follow from those of the open connections."""
        counts: Counts = Counter()
        if not self._ends:
            return counts
        addresses = {address for address, _ in self._open}
        if len(addresses) == 1:
            [only] = addresses
            for end in self._ends:
                counts += end.count(only)
        if len(self._open) <= len(self._ends):  # all of them have ended
            counts += self._count_rest()
            self._open.clear()
            self._ends.clear()
        return counts

    def _count_rest(self) -> Counts:
        """Count the ends that are left; their addresses are those that no other end has."""
        left = Counter(address for address, _ in self._open)
        left -= Counter(end.address for end in self._ends if end.counted)
        rest = [end for end in self._ends if not end.counted]
        alike = len({end.attempt for end in rest}) == 1
        origins = list(left.elements()) if alike and left.total() == len(rest) else []
        counts: Counts = Counter()
        for number, end in enumerate(rest):
            counts += end.count(origins[number] if origins else None)
        return counts


def _count(attempt: Attempt | None, address: str | None) -> Counts:
    return Counter() if attempt is None else Counter({(attempt, address): 1})
