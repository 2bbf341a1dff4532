"""The worst that is wrong with a device."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_api.devices.problems import judge_problem

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def row(**changes: Any) -> Any:
    """Return a row of a device with which nothing is wrong."""
    return {
        "removed_at": None,
        "disabled_at": None,
        "rejected_at": None,
        "heard_at": NOW - SECOND,
        "alive_until": NOW + HOUR,
        "connection": None,
        "connection_at": None,
        "linked_at": None,
    } | changes


NEVER = {"heard_at": None, "alive_until": None}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, None),
        ({"disabled_at": NOW}, "disabled"),
        (NEVER, "never_connected"),
        (NEVER | {"disabled_at": NOW, "rejected_at": NOW}, "disabled"),
        (NEVER | {"connection": "online", "connection_at": NOW}, "silent"),
        (NEVER | {"linked_at": NOW - HOUR}, "silent"),
        (NEVER | {"rejected_at": NOW}, "rejected"),
        (NEVER | {"rejected_at": NOW - 25 * HOUR}, "never_connected"),
        ({"alive_until": NOW}, None),
        ({"alive_until": NOW - SECOND}, "silent"),
        ({"alive_until": NOW - SECOND, "rejected_at": NOW}, "silent"),
        ({"rejected_at": NOW - 24 * HOUR}, "rejected"),
        ({"rejected_at": NOW - 24 * HOUR - SECOND}, None),
    ],
)
def test_the_worst_problem_is_named(changes: dict[str, Any], word: str | None) -> None:
    assert judge_problem(row(**changes), NOW) == word


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"heard_at": NOW - HOUR + 11 * SECOND}, "removed"),
        ({"heard_at": NOW - HOUR + 10 * SECOND}, None),
        ({"heard_at": NOW - 2 * HOUR, "disabled_at": NOW}, None),
        (NEVER, None),
        (NEVER | {"connection": "online", "connection_at": NOW}, "removed"),
        (NEVER | {"linked_at": NOW}, "removed"),
        (NEVER | {"linked_at": NOW - HOUR + 10 * SECOND}, None),
        (NEVER | {"connection": "offline", "connection_at": NOW}, None),
        (NEVER | {"connection": "online", "connection_at": NOW - 2 * HOUR}, None),
    ],
)
def test_a_removed_device_is_a_problem_if_it_is_heard_again(
    changes: dict[str, Any], word: str | None
) -> None:
    assert judge_problem(row(removed_at=NOW - HOUR, **changes), NOW) == word
