"""Local times around a change of the clocks: never a certain reading at a wrong instant.

The true instants are known by construction. Values are all different, so that a row tells which
reading it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from wall_clocks import BACK, FORWARD, Change, Instance, KeyStore, Reading, Sending, batches

from isotherm.instants import MINUTE, SECOND

CADENCES_S = (1, 10, 60, 77, 300, 420, 600, 900, 1200, 1500, 1800, 2220, 2400, 2700, 3000, 3600)


@dataclass
class Case:
    """A device and what it sends."""

    change: Change
    readings: Sequence[Reading]
    sendings: list[Sending]
    order: str
    size: int
    resent: bool
    lead: int


@st.composite
def cases(draw: st.DrawFn, changes: Sequence[Change] = BACK) -> Case:
    change = draw(st.sampled_from(changes))
    step = draw(st.sampled_from(CADENCES_S)) * SECOND
    around = min(40, 2 * abs(change.overlap) // step + 12)
    number = draw(st.integers(1, around))
    hours = 2 * abs(change.overlap) + 6 * step
    begin = change.at - abs(change.overlap) - draw(st.integers(0, 6)) * step
    if draw(st.booleans()):
        begin = change.at + draw(st.integers(-hours // step, hours // step)) * step
    begin += draw(st.integers(0, 59)) * SECOND
    readings = [Reading(begin + n * step, float(n)) for n in range(number)]
    order = draw(st.sampled_from(["live", "oldest", "newest"]))
    size = draw(st.sampled_from([1, 1, 1, 2, 3, 5, 12, 60]))
    ordered = readings[::-1] if order == "newest" else readings
    messages = [ordered[n : n + size] for n in range(0, number, size)]
    resends = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=3))
    sent: list[Sequence[Reading]] = []
    for n, message in enumerate(messages):
        sent.append(message)
        for at, back in resends:
            if at % len(messages) == n:
                sent += messages[max(0, n + 1 - back) : n + 1]
    sendings = []
    if order == "live":
        now = 0
        for message in sent:
            delay = draw(st.integers(1, 20)) * SECOND // 10
            now = max(now + SECOND // 100, max(reading.at for reading in message) + delay)
            sendings.append(Sending(message, now))
    else:
        soon, end = readings[-1].at + 3 * SECOND, change.at + abs(change.overlap)
        waited = draw(st.sampled_from([0, 2, 20, 90, 600, 10000])) * MINUTE
        now = max(soon, end + waited) if waited else soon
        for n, message in enumerate(sent):
            sendings.append(Sending(message, now + n * SECOND // 5))
    return Case(change, readings, sendings, order, size, bool(resends), 0)


def told(store: KeyStore, case: Case) -> str:
    lines = [f"{case.change.zone} {case.order} size {case.size}"]
    for sending in case.sendings:
        shown = [
            f"{reading.value}@{(reading.at - case.change.at) / MINUTE:g}"
            for reading in sending.readings
        ]
        lines.append(f"R {(sending.published - case.change.at) / MINUTE:.2f}: {shown}")
    for at, row in sorted(store.kept.items()):
        lines.append(f"{(at - case.change.at) / MINUTE:g} {row.value} q{row.quality}")
    return "\n".join(lines)


def check(store: KeyStore, case: Case) -> None:
    true = {reading.at: reading.value for reading in case.readings}
    wrong = {at: value for at, value in store.certain.items() if true.get(at) != value}
    assert not wrong, told(store, case)
    assert not store.conflicts, told(store, case)
    kept = sorted([*store.certain.values(), *store.unsure])
    assert set(kept) == set(true.values()), told(store, case)


@settings(max_examples=200)
@given(cases(), st.lists(st.integers(0, 60), max_size=5))
def test_one_instance(case: Case, cuts: list[int]) -> None:
    assume(case.order == "live" or not seems_live(case, case.sendings[0]))
    stores = []
    for ends in ([], cuts, range(len(case.sendings))):
        instance = Instance(case.change, True, KeyStore())
        for batch in batches(case.sendings, ends):
            instance.take(batch)
        assert not instance.refused
        check(instance.store, case)
        stores.append({at: row.value for at, row in instance.store.kept.items()})
        unsure = instance.store.unsure
        assert len(set(unsure)) == len(unsure), told(instance.store, case)
        if case.order == "live" and case.size == 1:
            assert not instance.store.unsure, told(instance.store, case)
    assert stores[0] == stores[1] == stores[2]


def seems_live(case: Case, first: Sending) -> bool:
    """Return whether the first message that an instance sees seems to have been measured just now.

    If it is one of a buffer, nothing shows that it was measured an hour before.
    """
    newest = max(reading.at for reading in first.readings)
    return abs(newest + case.change.overlap - first.published) < 150 * SECOND


@settings(max_examples=200)
@given(cases(), st.lists(st.integers(0, 2), min_size=1, max_size=40))
def test_three_instances(case: Case, dealt: list[int]) -> None:
    store = KeyStore()
    instances = [Instance(case.change, False, store) for _ in range(3)]
    firsts: dict[int, Sending] = {}
    for n, sending in enumerate(case.sendings):
        firsts.setdefault(dealt[n % len(dealt)], sending)
    assume(case.order == "live" or not any(seems_live(case, first) for first in firsts.values()))
    for n, sending in enumerate(case.sendings):
        instances[dealt[n % len(dealt)]].take([sending])
    check(store, case)


@settings(max_examples=100)
@given(cases(FORWARD))
def test_clocks_set_forward(case: Case) -> None:
    instance = Instance(case.change, True, KeyStore())
    for batch in batches(case.sendings, range(len(case.sendings))):
        instance.take(batch)
    assert not instance.refused
    check(instance.store, case)
    assert not instance.store.unsure
