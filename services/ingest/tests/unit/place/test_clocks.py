"""Clocks: those that are ahead, those that were never set, and elements without a time."""

import pytest
from ingest_parts import NOW, SECOND, work

from isotherm.instants import DAY, HOUR, MINUTE
from isotherm.quality import Quality
from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Element, Refusal
from isotherm_ingest.place.clocks import SENT_AFTER, Dated, date_elements

AHEAD, UNSET, UNSURE = Quality.CLOCK_AHEAD, Quality.CLOCK_UNSET, Quality.TIME_UNSURE
YEAR_2000 = 946_684_800_000_000


def dated(*elements: Element, **changes: object) -> Dated:
    timed = [(element, None if element.unset else element.at) for element in elements]
    return date_elements(work(*elements, **changes), timed)


def said(*offsets: int | None) -> list[Element]:
    """Return elements whose times are these offsets from publishing."""
    return [Element(1.0, at=None if offset is None else NOW + offset) for offset in offsets]


def unset(*times: int | None) -> list[Element]:
    """Return elements of a clock that was never set."""
    return [Element(1.0, at=at, unset=True) for at in times]


def content(result: Dated) -> list[tuple[int, Quality]]:
    """Return the offset from publishing and the quality of each element."""
    return [(element.at - NOW, element.quality) for element in result.elements]


@pytest.mark.parametrize("lead", [0, 30 * SECOND, MINUTE])
def test_up_to_a_minute_ahead_is_believed(lead: int) -> None:
    result = dated(*said(lead))
    assert content(result) == [(lead, Quality.NONE)]
    assert not result.elements[0].moved
    assert result.lead == lead


@pytest.mark.parametrize(("lead", "once"), [(50 * SECOND, False), (51 * SECOND, True)])
def test_near_the_limit_a_second_delivery_is_recognised_by_its_id(lead: int, once: bool) -> None:
    assert dated(*said(lead)).once == once


@pytest.mark.parametrize("lead", [MINUTE + 1000, 4 * MINUTE, 8000 * 365 * DAY])
def test_a_reading_ahead_is_set_to_when_it_was_published(lead: int) -> None:
    result = dated(*said(lead))
    assert content(result) == [(-SENT_AFTER, AHEAD)]
    assert result.elements[0].moved
    assert (result.lead, result.once) == (lead, True)


def test_a_buffer_ahead_moves_together() -> None:
    result = dated(*said(4 * MINUTE, 5 * MINUTE, None))
    assert content(result) == [
        (-MINUTE - SENT_AFTER, AHEAD), (-SENT_AFTER, AHEAD), (0, Quality.NONE),
    ]  # fmt: skip
    assert result.lead == 5 * MINUTE


def test_an_odd_time_in_a_buffer_moves_alone_and_shows_no_lead() -> None:
    offsets = [-9 * MINUTE + n * MINUTE for n in range(10)]
    offsets[4] = DAY
    result = dated(*said(*offsets))
    assert content(result) == [
        (-SENT_AFTER, AHEAD) if offset == DAY else (offset, Quality.NONE) for offset in offsets
    ]
    assert (result.lead, result.once) == (0, True)


def test_a_clock_that_jumped_moves_what_it_said_then() -> None:
    result = dated(*said(-3 * MINUTE, -2 * MINUTE, DAY - MINUTE, DAY))
    none = Quality.NONE
    assert content(result) == [
        (-3 * MINUTE, none), (-2 * MINUTE, none),
        (-MINUTE - SENT_AFTER, AHEAD), (-SENT_AFTER, AHEAD),
    ]  # fmt: skip
    assert result.lead == DAY


def test_retained_elements_are_ignored_one_by_one() -> None:
    result = dated(*said(-2 * MINUTE, -MINUTE, 0, DAY, None), retained=True)
    assert [at for at, _ in content(result)] == [-2 * MINUTE, -MINUTE, 0]
    assert (result.ignored, result.lead) == (2, None)
    assert dated(*unset(0), retained=True).ignored == 1


def test_what_is_set_to_a_publish_instant_that_is_unsure_says_so() -> None:
    assert content(dated(*said(HOUR), unsure=True)) == [(-SENT_AFTER, AHEAD | UNSURE)]
    assert content(dated(*said(-HOUR), unsure=True)) == [(-HOUR, Quality.NONE)]
    assert content(dated(*unset(0), unsure=True)) == [(0, UNSET | UNSURE)]


def test_of_untimed_elements_only_the_last_was_measured_when_it_was_published() -> None:
    result = dated(*said(None, None, None))
    assert content(result) == [(0, UNSURE), (1, UNSURE), (2, Quality.NONE)]
    assert all(element.moved for element in result.elements)
    assert (result.once, result.lead) == (True, None)
    assert content(dated(*said(None, -HOUR))) == [(0, Quality.NONE), (-HOUR, Quality.NONE)]


def test_an_untimed_element_that_a_refused_one_follows_is_not_the_last() -> None:
    given = work(*(Element(1.0, index=index) for index in (0, 2)))
    given.decoded.refusals.append(Refusal(Reason.NOT_A_NUMBER, "", 1))
    untimed = [(element, None) for element in given.decoded.elements]
    assert content(date_elements(given, untimed)) == [(0, UNSURE), (1, Quality.NONE)]
    given.decoded.refusals.append(Refusal(Reason.NOT_A_NUMBER, "", 3))
    assert content(date_elements(given, untimed)) == [(0, UNSURE), (1, UNSURE)]


@pytest.mark.parametrize("at", [0, YEAR_2000, -62_135_596_800_000_000, None])
def test_a_clock_that_was_never_set_dates_nothing(at: int | None) -> None:
    result = dated(*unset(at))
    assert content(result) == [(0, UNSET)]
    assert result.elements[0].moved
    assert (result.once, result.lead) == (True, None)


def test_elements_of_an_unset_clock_keep_their_distances() -> None:
    rising = dated(*unset(YEAR_2000, YEAR_2000 + MINUTE, YEAR_2000 + HOUR))
    assert content(rising) == [(-HOUR, UNSET), (MINUTE - HOUR, UNSET), (0, UNSET)]
    falling = dated(*unset(HOUR, MINUTE, 0))
    assert content(falling) == [(0, UNSET), (MINUTE - HOUR, UNSET), (-HOUR, UNSET)]


@pytest.mark.parametrize("at", [0, None])
def test_elements_of_an_unset_clock_that_stands_still_are_like_untimed_ones(
    at: int | None,
) -> None:
    assert content(dated(*unset(at, at))) == [(0, UNSET | UNSURE), (1, UNSET)]


def test_an_unset_clock_that_began_anew_tells_no_distances() -> None:
    result = dated(*unset(0, MINUTE, 30 * SECOND, 2 * MINUTE))
    doubted = UNSET | UNSURE
    assert content(result) == [
        (-2 * MINUTE, doubted), (-MINUTE, doubted), (-90 * SECOND, doubted), (0, UNSET),
    ]  # fmt: skip
    jumped = dated(*unset(0, YEAR_2000, YEAR_2000 + MINUTE))
    assert content(jumped) == [(1, doubted), (-MINUTE, UNSET), (0, UNSET)]


def test_elements_of_all_kinds_in_one_message() -> None:
    result = dated(*unset(0, MINUTE), *said(None, -HOUR, 2 * HOUR))
    assert content(result) == [
        (-MINUTE, UNSET), (0, UNSET), (1, Quality.NONE), (-HOUR, Quality.NONE),
        (-SENT_AFTER, AHEAD),
    ]  # fmt: skip


def test_what_an_unset_clock_said_before_it_was_set_is_unsure() -> None:
    given = [*unset(0, MINUTE), *said(-2 * MINUTE, -MINUTE), *unset(0)]
    for index, element in enumerate(given):
        element.index = index
    doubted = UNSET | UNSURE
    assert [quality for _, quality in content(dated(*given))] == [
        doubted, doubted, Quality.NONE, Quality.NONE, doubted,
    ]  # fmt: skip
    first = [*said(-2 * MINUTE), *unset(0, MINUTE)]
    for index, element in enumerate(first):
        element.index = index
    assert content(dated(*first)) == [
        (-2 * MINUTE, Quality.NONE), (-MINUTE, UNSET), (0, UNSET),
    ]  # fmt: skip
