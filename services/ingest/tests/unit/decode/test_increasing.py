"""Increasing: untimed readings of a channel get strictly increasing instants."""

from hypothesis import given
from hypothesis import strategies as st
from ingest_parts import NOW, SECOND

from isotherm_ingest.decode.increasing import Increasing


def test_instants_strictly_increase_in_a_channel() -> None:
    increasing = Increasing()
    assert increasing.reserve(b"a", NOW, 1) == NOW
    assert increasing.reserve(b"a", NOW, 3) == NOW + 1
    assert increasing.reserve(b"a", NOW - SECOND, 1) == NOW + 4
    assert increasing.reserve(b"b", NOW, 1) == NOW
    assert increasing.reserve(b"a", NOW + SECOND, 1) == NOW + SECOND


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.integers(-3, 3)), max_size=20))
def test_instants_reserved_in_bulk_are_those_of_single_calls(
    wanted: list[tuple[bytes, int]],
) -> None:
    one, many = Increasing(), Increasing()
    single = [one.reserve(topic, NOW + at, 1) for topic, at in wanted]
    reserved, close = many.reserve_each(
        [topic for topic, _ in wanted], [NOW + n for _, n in wanted]
    )
    assert reserved == single
    last = dict.fromkeys([b"a", b"b", b"c"], 0)
    for n, ((topic, at), instant) in enumerate(zip(wanted, single, strict=True)):
        assert close.get(n) == (last[topic] if NOW + at - last[topic] < SECOND else None)
        last[topic] = instant
    assert {topic: many.last(topic) for topic in last} == last


def test_instants_reserved_in_bulk_are_forgotten_in_time() -> None:
    increasing = Increasing(limit=10)
    for n in range(1000):
        increasing.reserve_each([f"c{n}".encode()], [NOW + n * SECOND])
    assert len(increasing._last) <= 11
    last = NOW + 999 * SECOND
    assert increasing.reserve_each([b"c999"], [last]) == ([last + 1], {0: last})


def test_instants_are_forgotten_in_time() -> None:
    increasing = Increasing(limit=10)
    for n in range(1000):
        increasing.reserve(f"c{n}".encode(), NOW + n * SECOND, 1)
    assert len(increasing._last) <= 11
    assert increasing.reserve(b"c999", NOW + 999 * SECOND, 1) == NOW + 999 * SECOND + 1
