"""Addresses of refused logins: told where they follow from the notices, and only there."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from isotherm.links import Attempt, Ending
from isotherm_worker.watch.openings import LONGEST, Openings

REFUSED, GARBLED = Attempt.REFUSED, Attempt.GARBLED


def _refuse(openings: Openings, at: float = 0.0, ending: Ending = Ending.REFUSED) -> Counter:
    return openings.ended(ending, None, None, at)


def test_the_only_open_connection_is_the_refused_one() -> None:
    openings = Openings()
    openings.opened("a", 1, 0.0)
    openings.logged_in("a", 1)
    openings.opened("b", 1, 0.0)
    assert _refuse(openings) == {(REFUSED, "b"): 1}
    openings.opened("c", 1, 0.0)
    assert _refuse(openings, ending=Ending.PROTOCOL) == {(GARBLED, "c"): 1}


def test_it_shows_once_the_others_have_logged_in_or_ended() -> None:
    openings = Openings()
    openings.opened("a", 1, 0.0)
    openings.opened("b", 1, 0.0)
    assert _refuse(openings) == {}
    openings.logged_in("a", 1)
    assert openings.settle(1.0) == {(REFUSED, "b"): 1}
    for address in "abc":
        openings.opened(address, 2, 1.0)
    assert [_refuse(openings), _refuse(openings)] == [{}, {}]
    assert _refuse(openings) == {(REFUSED, address): 1 for address in "abc"}


def test_an_address_that_does_not_show_is_not_guessed() -> None:
    openings = Openings()
    openings.opened("idle", 1, 0.0)
    openings.opened("b", 1, 0.0)
    _refuse(openings)
    assert openings.settle(1.0) == {}
    assert openings.settle(6.0) == {(REFUSED, None): 1}
    assert openings.settle(7.0) == {}
    assert _refuse(openings, 90.0, Ending.TIMEOUT) == {}  # all have ended, all are counted
    openings.opened("c", 1, 91.0)
    assert _refuse(openings, 91.0) == {(REFUSED, "c"): 1}


def test_a_connection_from_before_the_watch_has_no_address() -> None:
    assert _refuse(Openings()) == {(REFUSED, None): 1}


def test_several_of_one_address_are_told_apart_from_a_later_one() -> None:
    openings = Openings()
    openings.opened("a", 1, 0.0)
    openings.opened("a", 2, 0.0)
    assert _refuse(openings) == {(REFUSED, "a"): 1}
    openings.opened("b", 1, 0.0)
    assert _refuse(openings) == {}
    assert _refuse(openings) == {(REFUSED, "a"): 1, (REFUSED, "b"): 1}


def test_the_broker_may_say_the_address() -> None:
    openings = Openings()
    openings.opened("a", 1, 0.0)
    openings.opened("b", 1, 0.0)
    assert openings.ended(Ending.REFUSED, "b", 1, 0.0) == {(REFUSED, "b"): 1}
    assert _refuse(openings) == {(REFUSED, "a"): 1}


def test_a_connection_that_is_only_opened_and_closed_counts_as_nothing() -> None:
    openings = Openings()
    openings.opened("a", 1, 0.0)
    assert _refuse(openings, ending=Ending.CLOSED) == {}
    assert openings.settle(1000.0) == {}


def test_what_is_remembered_is_bounded() -> None:
    openings = Openings()
    counted = Counter()
    for number in range(LONGEST + 10):
        openings.opened(str(number), 1, 0.0)
        openings.opened(str(number), 2, 0.0)
        counted += _refuse(openings)
    assert len(openings._open) <= LONGEST
    assert len(openings._ends) <= LONGEST
    counted += openings.settle(50.0)
    assert counted.total() == LONGEST + 10
    openings.settle(1000.0)
    assert (len(openings._open), len(openings._ends), len(openings._waiting)) == (0, 0, 0)


_STEPS = st.lists(
    st.tuples(st.sampled_from("oorl"), st.sampled_from("abc"), st.integers(0, 50)), max_size=40
)


@given(_STEPS)
def test_every_refused_login_counts_once_and_never_for_an_innocent_address(
    steps: list[tuple[str, str, int]],
) -> None:
    """Each step opens a connection, or ends or logs in on one of those that are open."""
    openings, counted = Openings(), Counter()
    is_open: list[tuple[str, int]] = []
    refused: Counter[tuple[Attempt, str | None]] = Counter()
    for port, (step, address, which) in enumerate(steps):
        if step == "o":
            openings.opened(address, port, 0.0)
            is_open.append((address, port))
        elif is_open:
            chosen = is_open.pop(which % len(is_open))
            if step == "l":
                openings.logged_in(*chosen)
            else:
                refused[REFUSED, chosen[0]] += 1
                counted += _refuse(openings)
        counted += openings.settle(0.0)
    counted += openings.settle(50.0)
    assert counted.total() == refused.total()
    del counted[REFUSED, None]
    assert counted <= refused
