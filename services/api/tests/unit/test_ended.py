"""Which tokens belong to a session that has ended."""

from datetime import UTC, datetime, timedelta

import pytest

from isotherm_api.caller import Caller, Session
from isotherm_api.ended import LEAST, SKEW, EndedSession, EndedSessions

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LIFETIME = timedelta(minutes=5)


def session(issued_at: datetime = NOW, name: str = "s", lifetime: timedelta = LIFETIME) -> Session:
    """Return the session of a token that was issued then."""
    return Session(name, issued_at, issued_at + lifetime)


def caller(of: Session | None) -> Caller:
    """Return the caller of a token of that session."""
    return Caller("i", "s", "vera", None, None, (), False, NOW + LIFETIME, of)


@pytest.mark.parametrize(
    ("token", "covered"),
    [
        (session(NOW - LIFETIME), True),
        (session(NOW), True),
        (session(NOW + SKEW), True),
        (session(NOW + SKEW + timedelta(seconds=1)), False),
        (session(NOW, "another"), False),
        (None, False),
    ],
)
def test_tokens_issued_before_the_end_are_covered(token: Session | None, covered: bool) -> None:
    ended = EndedSessions()
    ended.add(EndedSession.of(session(), NOW))
    assert ended.covers(caller(token)) is covered


@pytest.mark.parametrize("lifetime", [LIFETIME, timedelta(hours=9)])
def test_an_end_outlives_the_tokens_of_its_session(lifetime: timedelta) -> None:
    end = EndedSession.of(session(lifetime=lifetime), NOW)
    assert end.until == NOW + SKEW + max(lifetime, LEAST)
    ended = EndedSessions()
    ended.update([end], NOW)
    ended.update([], end.until)
    assert ended.covers(caller(session()))
    ended.update([], end.until + timedelta(seconds=1))
    assert not ended.covers(caller(session()))


def test_an_end_that_is_not_stored_yet_stays() -> None:
    ended = EndedSessions()
    ended.add(EndedSession.of(session(), NOW))
    ended.update([], NOW)
    assert ended.covers(caller(session()))


def test_only_what_the_session_has_open_is_closed_and_only_once() -> None:
    ended, closed = EndedSessions(), []
    end = EndedSession.of(session(), NOW)
    with (
        ended.closing(caller(session()), lambda: closed.append("first")),
        ended.closing(caller(session()), lambda: closed.append("second")),
        ended.closing(caller(session(name="another")), lambda: closed.append("another")),
        ended.closing(caller(None), lambda: closed.append("none")),
    ):
        ended.update([end], NOW)
        ended.update([end], NOW)
        assert sorted(closed) == ["first", "second"]
    ended.update([EndedSession.of(session(name="another"), NOW)], NOW)
    assert sorted(closed) == ["first", "second"]


def test_what_opens_in_an_ended_session_is_closed_at_once() -> None:
    ended, closed = EndedSessions(), []
    ended.add(EndedSession.of(session(), NOW))
    with ended.closing(caller(session()), lambda: closed.append("late")):
        assert closed == ["late"]
