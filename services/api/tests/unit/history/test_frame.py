"""What a frame knows of its range before a reading is loaded."""

from datetime import timedelta

import numpy as np
import pytest
from frame_parts import frame

from isotherm.history.rules import Rules
from isotherm.history.segments import Segment
from isotherm.instants import HOUR, to_datetime

START, END = 10 * HOUR, 20 * HOUR
EDGES = np.array([START, END], np.int64)
RULES = Rules.of([], [(0, 60.0), (15 * HOUR, 600.0)])


@pytest.mark.parametrize(
    ("now", "past"), [(30 * HOUR, END), (END, END), (15 * HOUR, 15 * HOUR), (HOUR, HOUR)]
)
def test_the_past_of_a_range_ends_now_at_the_latest(now: int, past: int) -> None:
    assert frame(START, END, now=now).past == past


def test_the_interval_is_the_one_expected_at_the_end() -> None:
    assert frame(START, END, rules=RULES).interval_s == 600.0
    assert frame(START, 14 * HOUR, rules=RULES).interval_s == 60.0


def test_an_interval_of_the_future_is_not_expected_yet() -> None:
    assert frame(START, END, now=12 * HOUR, rules=RULES).interval_s == 60.0


def test_a_sensor_without_an_interval_has_none() -> None:
    assert frame(START, END).interval_s is None


def segment(start: int, end: int, channel: int = 7) -> Segment:
    """Return the segment of a channel between two instants."""
    return Segment(channel, to_datetime(start), to_datetime(end))


def test_a_single_channel_takes_one_question() -> None:
    only = (segment(0, 30 * HOUR),)
    question = frame(START, END, rules=RULES, segments=only).question(EDGES)
    assert question is not None
    channel, start, end, since, until = question.arguments
    assert (channel, start, end) == (7, to_datetime(START), to_datetime(END))
    reach = timedelta(microseconds=RULES.reach)
    assert since == to_datetime(START) - reach
    assert until == to_datetime(END) + reach + timedelta(microseconds=1)


@pytest.mark.parametrize(
    "segments",
    [
        (),
        (segment(0, 15 * HOUR, 1), segment(15 * HOUR, 30 * HOUR, 2)),
        (segment(START, 30 * HOUR),),
        (segment(0, END),),
    ],
    ids=["no channel", "two channels", "begins with the range", "ends with the range"],
)
def test_other_channels_take_several_questions(segments: tuple[Segment, ...]) -> None:
    assert frame(START, END, rules=RULES, segments=segments).question(EDGES) is None


def test_an_empty_answer_is_a_window_without_readings() -> None:
    window = frame(START, END, rules=RULES).decode_window(
        EDGES, (None, None, None), judge_lead=True
    )
    assert (len(window.inside), len(window.lead), window.following) == (0, 0, None)
    assert (window.edges.tolist(), window.now, window.judge_lead) == ([START, END], END, True)
