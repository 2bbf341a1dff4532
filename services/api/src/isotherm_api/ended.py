"""Sessions that somebody signed out of: their tokens are refused, what they have open is closed.

A token is good until it expires, minutes after its session has ended at Keycloak. So the session's
id is remembered for as long as one of its tokens could still be shown.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from isotherm_api.caller import Caller, Session

SKEW = timedelta(seconds=5)
"""A token issued so shortly after the end belongs to what ended: Keycloak's clock may be ahead, and
a token may have been on its way. One issued later comes from a new login."""
LEAST = timedelta(hours=1)
"""How long a session is remembered at least: other tokens of it may live longer than the one that
ended it, if the realm's settings have changed."""


@dataclass(frozen=True, slots=True)
class EndedSession:
    """The end of a session; no token of it is valid after `until`."""

    session: str
    ended_at: datetime
    until: datetime

    @classmethod
    def of(cls, session: Session, now: datetime) -> "EndedSession":
        """Return the end of a session at `now`, by a token of it."""
        lifetime = session.expires_at - session.issued_at
        return cls(session.id, now, now + SKEW + max(lifetime, LEAST))


class EndedSessions:
    """The sessions that have ended, in memory, and what is open in sessions that have not."""

    def __init__(self) -> None:
        self._ended: dict[str, EndedSession] = {}
        self._open: dict[str, set[_Opened]] = {}

    def covers(self, caller: Caller) -> bool:
        """Return whether the caller's token belongs to a session that has ended."""
        session = caller.session
        if session is None:
            return False
        ended = self._ended.get(session.id)
        return ended is not None and session.issued_at <= ended.ended_at + SKEW

    def add(self, ended: EndedSession) -> None:
        """Refuse the session's tokens from now on, and close what it has open."""
        self._ended[ended.session] = ended
        for opened in tuple(self._open.get(ended.session, ())):
            if self.covers(opened.caller):
                opened.close()

    def update(self, sessions: Iterable[EndedSession], now: datetime) -> None:
        """Add these, and forget the sessions of which no token can be valid any more."""
        for ended in sessions:
            if self._ended.get(ended.session) != ended:
                self.add(ended)
        self._ended = {name: ended for name, ended in self._ended.items() if ended.until >= now}

    @contextmanager
    def closing(self, caller: Caller, close: Callable[[], None]) -> Iterator[None]:
        """Call `close` if the caller's session ends while the block runs, or has ended already."""
        if caller.session is None:
            yield
            return
        opened = _Opened(caller, close)
        siblings = self._open.setdefault(caller.session.id, set())
        siblings.add(opened)
        if self.covers(caller):
            close()
        try:
            yield
        finally:
            siblings.discard(opened)
            if not siblings:
                self._open.pop(caller.session.id, None)


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """A stream or a download that a caller has open."""

    caller: Caller
    close: Callable[[], None]
