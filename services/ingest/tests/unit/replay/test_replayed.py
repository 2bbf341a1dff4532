"""Replayed rejects: decoded as parts of their message, placed, and judged one by one."""

from itertools import cycle, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from ingest_parts import NAMES, NOW, SECOND, TOPIC, row

from isotherm.instants import MINUTE
from isotherm.quality import Quality
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.replay.replayed import KeptReject, Replayed, whole_messages
from isotherm_ingest.store.readings import Kept

REGISTRY = Registry.of(1, {NAMES: Channel(7, zone=ZoneInfo("Europe/Vienna"))})


def reject(payload: bytes = b"21.4", message: int | None = None, **changes: Any) -> KeptReject:
    fields = {"retained": False, "published_at": NOW, "time_unsure": False, "instance": "test"}
    return KeptReject(1, TOPIC, payload, message, received_at=NOW + SECOND, **{**fields, **changes})


def placed(*rejects: KeptReject) -> Replayed:
    replayed = Replayed.of(rejects)
    replayed.place(REGISTRY)
    return replayed


def test_elements_of_one_message_are_placed_together() -> None:
    """Untimed ones follow each other from the instant of publishing."""
    replayed = placed(reject(b'{"value": 1}', 5), reject(b"2"), reject(b'{"value": 3}', 5))
    instants = {row.index: row.measured_at for row in replayed.rows}
    assert instants == {0: NOW, 2: NOW + 1, 1: NOW}
    assert len(replayed.works) == 2


def test_an_untimed_element_that_others_followed_stays_unsure() -> None:
    """Its message had further elements, which were no rejects, or are replayed with it."""
    [alone] = placed(reject(b"1", 5, time_unsure=True)).rows
    assert (alone.measured_at, alone.quality) == (NOW, Quality.TIME_UNSURE)
    both = placed(reject(b"1", 5, time_unsure=True), reject(b"2", 5))
    assert [row.quality for row in both.rows] == [Quality.TIME_UNSURE, 0]


def test_an_unknown_instant_of_publishing_is_the_receipt_and_unsure() -> None:
    [work] = Replayed.of([reject(published_at=None)]).works
    assert (work.instant, work.unsure) == (NOW + SECOND, True)


def test_a_reject_that_still_cannot_be_decoded_or_placed_says_why() -> None:
    replayed = placed(reject(b"hot"), reject(b"-300"), reject(b"1", retained=True), reject(b"1"))
    whys = [verdict.why or "" for verdict in replayed.verdicts]
    assert "is not a number" in whys[0]
    assert "below absolute zero" in whys[1]
    assert "retained" in whys[2]
    assert whys[3] == ""


def test_rejects_are_judged_by_the_result_of_storing() -> None:
    replayed = Replayed.of([reject() for _ in range(4)])
    rows = [row(NOW + n, float(n), index=n) for n in range(4)]
    replayed.judge(Kept(rows[:1], rows[1:2], [(rows[2], 5.0)], [(rows[3], "no such thing")]))
    stored, duplicate, conflict, poison = replayed.verdicts
    assert (stored.stored, stored.duplicate, stored.why) == (1, 0, None)
    assert (duplicate.stored, duplicate.duplicate, duplicate.why) == (0, 1, None)
    assert "5 °C" in (conflict.why or "")
    assert "no such thing" in (poison.why or "")


def test_a_page_ends_before_a_message_that_may_go_on() -> None:
    rejects = [reject(message=number) for number in (None, 4, 4, 5, 5)]
    assert whole_messages(rejects, 6) == rejects
    assert whole_messages(rejects, 5) == rejects[:3]
    assert whole_messages(rejects[:1], 1) == rejects[:1]
    assert whole_messages([], 5) == []
    assert whole_messages(rejects[1:3], 2) == []


def across_the_change(*instances: str) -> Replayed:
    """Replay single messages 20 minutes apart while Vienna set its clocks back, long ago."""
    times = ("02:30", "02:50", "02:10", "02:30", "02:50", "03:10")
    rejects = [
        reject(b'{"value": %d, "time": "2025-10-26T%s:00"}' % (n, time.encode()), instance=instance)
        for n, (time, instance) in enumerate(zip(times, cycle(instances), strict=False))
    ]
    return placed(*rejects)


def test_later_messages_decide_between_the_instants_of_a_local_time() -> None:
    rows = sorted(across_the_change("a").rows, key=lambda reading: reading.measured_at)
    assert [reading.value for reading in rows] == list(range(6))
    assert {b.measured_at - a.measured_at for a, b in pairwise(rows)} == {20 * MINUTE}


def test_messages_of_several_instances_decide_nothing() -> None:
    replayed = across_the_change("a", "b")
    assert [reading.value for reading in replayed.rows] == [5]
    assert [reading.value for reading in replayed.undecided] == list(range(5))
    assert [reading.origin for reading in replayed.undecided] == list(range(5))
