"""Place: units, faults, times and clocks, over a registry that is only read."""

from zoneinfo import ZoneInfo

import pytest
from ingest_parts import NAMES, NOW, SECOND, sent_as, work

from isotherm.instants import MINUTE
from isotherm.quality import Quality
from isotherm.reasons import Reason
from isotherm.units import Unit
from isotherm_ingest.batch.elements import Element, Refusal, Work
from isotherm_ingest.place.careful import DEFAULT_RETENTION, Placed, place
from isotherm_ingest.place.own import Own
from isotherm_ingest.place.registry import Channel, Registry
from isotherm_ingest.place.trails import Overlay

VIENNA = ZoneInfo("Europe/Vienna")
# 2025-10-26, when Vienna's clocks showed 02:00 to 03:00 twice
TWICE = 1_761_445_800_000_000  # 02:30 on the wall
FIRST, SECOND_TIME = TWICE - 2 * 60 * MINUTE, TWICE - 60 * MINUTE
NEVER = 1_743_301_800_000_000  # 2025-03-30 02:30 on the wall


def placed(given: Work, channel: Channel | None = None) -> Placed:
    return place(given, Registry.of(1, {NAMES: channel or Channel(7)}), Overlay())


@pytest.mark.parametrize(
    ("element", "channel", "value"),
    [
        (Element(21.4), Channel(7), 21.4),
        (Element(50.0, "F"), Channel(7), 10.0),
        (Element(300.0, "K"), Channel(7), 26.85),
        (Element(50.0), Channel(7, "F"), 10.0),
        (Element(50.0, "C"), Channel(7, "F"), 50.0),
        (Element(-459.67, "F"), Channel(7, fault_list=False), -273.15),
        (Element(0.0, "K"), Channel(7, fault_list=False), -273.15),
        (Element(-127.0), Channel(7, fault_list=False), -127.0),
        (Element(-196.6), Channel(7), -196.6),
    ],
)
def test_values_in_celsius(element: Element, channel: Channel, value: float) -> None:
    (row,) = placed(work(element), channel).rows
    assert row.value == pytest.approx(value)
    assert row.quality == 0


@pytest.mark.parametrize(
    "element",
    [
        *(Element(None), Element(-127.0), Element(127.9375), Element(127.94)),
        *(Element(-196.6, "F"), Element(-127.0 + 273.15, "K"), Element(127.94000244140625)),
    ],
)
def test_faults(element: Element) -> None:
    (row,) = placed(work(element)).rows
    assert (row.value, row.quality) == (None, Quality.FAULT)


def test_no_value_is_a_fault_even_without_the_fault_list() -> None:
    (row,) = placed(work(Element(None)), Channel(7, fault_list=False)).rows
    assert row.quality == Quality.FAULT


@pytest.mark.parametrize(
    "element", [Element(85.0), Element(185.0, "F"), Element(358.15, "K"), Element(84.99999)]
)
def test_power_on_value_is_suspect(element: Element) -> None:
    (row,) = placed(work(element)).rows
    assert (row.value, row.quality) == (85.0, Quality.SUSPECT)


FIRST_METRE = """
327.67 3276.7 850 999 1000 -99.5 -100 -126.5 -163.84 -242.02 2000 6553.5 9999 988.79 1023.75 255
655.35 127 -128 130 -45 -273.15 10000 888.8 9999.9 2047.75 1037.55 -256 -254 128.87
"""


@pytest.mark.parametrize("value", [float(text) for text in FIRST_METRE.split()])
@pytest.mark.parametrize("unit", ["C", "F", "K"])
def test_values_of_the_table_are_suspect_in_every_unit(value: float, unit: Unit) -> None:
    """Also rounded to two decimals, as firmwares send them after they have converted."""
    for sent in (sent_as(value, unit), round(sent_as(value, unit), 2)):
        (row,) = placed(work(Element(sent, unit))).rows
        assert row.value == pytest.approx(value, abs=0.01)
        assert row.quality == Quality.SUSPECT
        (row,) = placed(work(Element(sent, unit)), Channel(7, fault_list=False)).rows
        assert row.quality == 0


@pytest.mark.parametrize(("sent", "celsius"), [(999.0, 537.2222), (6553.5, 3623.0556)])
def test_numbers_that_firmwares_send_in_any_unit(sent: float, celsius: float) -> None:
    (row,) = placed(work(Element(sent)), Channel(7, "F")).rows
    assert (row.value, row.quality) == (celsius, Quality.SUSPECT)


def test_own_fault_values_are_compared_as_they_are_sent() -> None:
    own = Own(frozenset({-9.0, 0.0, -999.0, 50.0}))
    sent = [Element(-9.0), Element(0.0), Element(-999.0), Element(50.0, "F"), Element(10.0)]
    rows = placed(work(*sent), Channel(7, fault_list=False, own=own)).rows
    assert [row.value for row in rows] == [None, None, None, None, 10.0]
    assert [row.quality & Quality.FAULT for row in rows] == [1, 1, 1, 1, 0]


def test_values_outside_the_plausible_range_are_suspect() -> None:
    own = Own(low=-60.0, high=70.0)
    sent = [Element(value) for value in (-60.0, 70.0, 20.0, -60.1, 70.0001)]
    rows = placed(work(*sent), Channel(7, own=own)).rows
    assert [row.quality & Quality.SUSPECT for row in rows] == [0, 0, 0, 2, 2]
    (row,) = placed(work(Element(-127.0)), Channel(7, own=own)).rows
    assert row.quality == Quality.FAULT


HALF_DEGREES = [halves / 2 for halves in range(-80, 161)]


@pytest.mark.parametrize("unit", ["C", "F", "K"])
def test_half_degrees_are_the_same_in_every_unit(unit: Unit) -> None:
    sent = [Element(sent_as(celsius, unit), unit) for celsius in HALF_DEGREES]
    assert [row.value for row in placed(work(*sent)).rows] == HALF_DEGREES


def test_values_are_rounded_before_they_are_judged() -> None:
    """As 32-bit floats, or just beyond absolute zero by the noise of a conversion."""
    noisy = [21.399999618530273, -0.00001, -273.15000001, 10_000.00001]
    rows = placed(work(*map(Element, noisy))).rows
    assert [str(row.value) for row in rows] == ["21.4", "0.0", "-273.15", "10000.0"]


def test_below_absolute_zero() -> None:
    result = placed(work(Element(-273.2, index=3), Element(1.0, index=4)))
    assert [(refusal.reason, refusal.index) for refusal in result.refusals] == [
        (Reason.IMPOSSIBLE, 3)
    ]
    assert [row.index for row in result.rows] == [4]


@pytest.mark.parametrize("value", [10_000.5, 1.7e308])
def test_values_hotter_than_any_sensor_measures_are_impossible(value: float) -> None:
    result = placed(work(Element(value, index=3), Element(10_000.0, index=4)))
    assert [(refusal.reason, refusal.index) for refusal in result.refusals] == [
        (Reason.IMPOSSIBLE, 3)
    ]
    assert [row.index for row in result.rows] == [4]


def test_unknown_channel_of_a_full_device() -> None:
    result = place(work(Element(1.0), Element(2.0)), Registry(), Overlay())
    assert {refusal.reason for refusal in result.refusals} == {Reason.TOO_MANY_CHANNELS}
    assert not result.rows
    assert result.once  # a replay may make readings of it


def test_refusals_of_decode_are_passed_on() -> None:
    given = work(Element(1.0, index=0))
    given.decoded.refusals.append(Refusal(Reason.BAD_UNIT, "", 1))
    result = placed(given)
    assert (len(result.rows), len(result.refusals)) == (1, 1)


def test_untimed_elements_follow_each_other() -> None:
    result = placed(work(Element(1.0), Element(2.0), unsure=True))
    assert [row.measured_at for row in result.rows] == [NOW, NOW + 1]
    assert {row.quality for row in result.rows} == {Quality.TIME_UNSURE}
    assert result.once
    assert result.lead is None
    assert all(row.untimed for row in result.rows)


def test_timed_elements_keep_their_instant() -> None:
    result = placed(work(Element(1.0, at=NOW - SECOND), unsure=True))
    (row,) = result.rows
    assert (row.measured_at, row.quality, row.untimed) == (NOW - SECOND, 0, False)
    assert not result.once
    assert result.lead == -SECOND


def test_elements_before_the_horizon_are_too_old() -> None:
    old = work(Element(1.0, at=NOW - DEFAULT_RETENTION - 1000))
    assert [refusal.reason for refusal in placed(old).refusals] == [Reason.TOO_OLD]
    given = work(Element(1.0, at=NOW - 2 * SECOND), Element(2.0, at=NOW - SECOND))
    registry = Registry.of(1, {NAMES: Channel(7)})
    registry.horizon = NOW - SECOND
    result = place(given, registry, Overlay())
    assert [row.value for row in result.rows] == [2.0]


def test_retained_elements_need_a_time_that_is_not_ahead() -> None:
    untimed = placed(work(Element(1.0), retained=True))
    timed = placed(work(Element(1.0, at=NOW), retained=True))
    ahead = placed(work(Element(1.0, at=NOW + 10 * MINUTE), retained=True))
    assert (untimed.ignored, timed.ignored, ahead.ignored) == (1, 0, 1)
    assert (len(untimed.rows), len(timed.rows), len(ahead.rows)) == (0, 1, 0)


def test_wall_clock_needs_a_zone() -> None:
    result = placed(work(Element(1.0, local=NOW)))
    assert [refusal.reason for refusal in result.refusals] == [Reason.TIME_WITHOUT_ZONE]
    assert result.once  # a replay may make a reading of it


def test_a_skipped_local_time_is_refused() -> None:
    result = placed(work(Element(1.0, local=NEVER)), Channel(7, zone=VIENNA))
    assert [refusal.reason for refusal in result.refusals] == [Reason.NO_SUCH_TIME]


def test_a_repeated_local_time_that_nothing_tells_apart_is_undecided() -> None:
    [row] = placed(work(Element(1.0, local=TWICE)), Channel(7, zone=VIENNA)).rows
    assert (row.measured_at, row.quality) == (FIRST + 1, Quality.TIME_UNSURE)
    assert (row.undecided, row.twice) == (True, (FIRST, SECOND_TIME))


@pytest.mark.parametrize(("published", "at"), [(FIRST + MINUTE, FIRST), (SECOND_TIME, SECOND_TIME)])
def test_a_repeated_local_time_that_arrives_live_is_certain(published: int, at: int) -> None:
    given = work(Element(1.0, local=TWICE))
    given.instant = published
    result = placed(given, Channel(7, zone=VIENNA))
    [row] = result.rows
    assert (row.measured_at, row.quality, row.undecided) == (at, 0, False)
    assert result.once  # what it is depends on what came before


@pytest.mark.parametrize("how", [{"retained": True}, {"unsure": True}])
def test_only_what_arrived_when_it_was_published_is_live(how: dict[str, bool]) -> None:
    given = work(Element(1.0, local=TWICE), **how)
    given.instant = SECOND_TIME
    assert placed(given, Channel(7, zone=VIENNA)).rows[0].undecided


def test_an_undecided_time_says_nothing_about_the_clock() -> None:
    assert placed(work(Element(1.0, local=TWICE)), Channel(7, zone=VIENNA)).lead is None


def test_a_buffer_over_the_repeated_hour_keeps_its_order() -> None:
    half = 30 * MINUTE
    wall = [TWICE - half, TWICE, TWICE - half, TWICE]
    result = placed(work(*(Element(1.0, local=at) for at in wall)), Channel(7, zone=VIENNA))
    assert [row.measured_at for row in result.rows] == [FIRST - half + n * half for n in range(4)]
