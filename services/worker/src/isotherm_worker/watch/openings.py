"""From which addresses logins were refused, as far as the broker's notices tell; pure.

Mosquitto 2.0 says when a connection is opened and from where, but not which one a refused login
came from. A refused login belongs to one of the connections that are open without a login. If they
all come from one address, or all of them have ended by now, their addresses are known. Otherwise
the address stays unknown, also if a client holds connections open without logging in.
"""

from collections import Counter, OrderedDict, deque
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
    _addresses: Counter[str | None] = field(default_factory=Counter)
    """How many of the open connections come from each address."""
    _ends: deque[_End] = field(default_factory=deque)
    _waiting: deque[_End] = field(default_factory=deque)
    """Those of the ends that are not counted yet."""

    def opened(self, address: str | None, port: int, at: float) -> None:
        """Remember a connection; `at` is in seconds of a clock that never goes back."""
        self.logged_in(address, port)
        self._open[address, port] = at
        self._addresses[address] += 1
        if len(self._open) > LONGEST:
            self.logged_in(*next(iter(self._open)))

    def logged_in(self, address: str | None, port: int) -> None:
        """Forget a connection, as a login was accepted on it."""
        if self._open.pop((address, port), None) is not None:
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]

    def ended(self, ending: Ending, address: str | None, port: int | None, at: float) -> Counts:
        """Return what to count for a connection that ended without a login.

        `address` and `port` are where it came from, if the broker says so (2.1).
        """
        attempt = ATTEMPTS.get(ending)
        if port is not None:
            self.logged_in(address, port)
            return _count(attempt, address)
        end = _End(attempt, at)
        self._ends.append(end)
        self._waiting.append(end)
        return self._settle()

    def settle(self, now: float) -> Counts:
        """Return what has become known since, and what will not become known any more."""
        counts = self._settle()
        while self._waiting and now - self._waiting[0].at > UNSURE_AFTER_S:
            counts.update(self._waiting.popleft().count(None))
        while self._open and next(iter(self._open.values())) < now - HELD_S:
            self.logged_in(*next(iter(self._open)))
        while self._ends and self._ends[0].at < now - HELD_S:
            self._ends.popleft()
        return counts

    def _settle(self) -> Counts:
        """Count the ends whose addresses follow from those of the open connections."""
        counts: Counts = Counter()
        if not self._ends:
            return counts
        if len(self._addresses) == 1:
            [only] = self._addresses
            while self._waiting:
                counts.update(self._waiting.popleft().count(only))
        if len(self._open) <= len(self._ends):  # all of them have ended
            counts.update(self._count_rest())
            for held in (self._open, self._addresses, self._ends, self._waiting):
                held.clear()
        return counts

    def _count_rest(self) -> Counts:
        """Count the ends that are left; their addresses are those that no other end has."""
        left = self._addresses - Counter(end.address for end in self._ends if end.counted)
        alike = len({end.attempt for end in self._waiting}) == 1
        known = alike and left.total() == len(self._waiting)
        origins = iter(left.elements() if known else ())
        counts: Counts = Counter()
        for end in self._waiting:
            counts.update(end.count(next(origins, None)))
        return counts


def _count(attempt: Attempt | None, address: str | None) -> Counts:
    return Counter() if attempt is None else Counter({(attempt, address): 1})
