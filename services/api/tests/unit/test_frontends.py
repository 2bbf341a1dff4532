"""Frontends name themselves in a header that counts only with a token of their client."""

from datetime import UTC, datetime

import pytest

from isotherm.process.presence import Running
from isotherm_api.frontends import Frontends

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
MS = int(AT.timestamp()) * 1000
GOOD = f"web-7d9f 0.1.0 {MS}"


def test_each_frontend_is_returned_once_with_its_age() -> None:
    clock = [100.0]
    frontends = Frontends(monotonic=lambda: clock[0])
    frontends.hear("isotherm-web", f"web-0 0.1.0 {MS}")
    clock[0] = 104.0
    frontends.hear("isotherm-web", f"web-1 0.2.0-rc.1+g1 {MS}")
    frontends.hear("isotherm-web", f"web-1 0.2.0-rc.1+g1 {MS}")
    clock[0] = 107.0
    assert frontends.take() == [
        Running("frontend", "web-0", "0.1.0", AT, 7.0),
        Running("frontend", "web-1", "0.2.0-rc.1+g1", AT, 3.0),
    ]
    assert frontends.take() == []


def test_of_two_with_one_name_the_later_start_counts() -> None:
    frontends = Frontends(monotonic=lambda: 0.0)
    frontends.hear("isotherm-web", f"web-0 0.2.0 {MS + 1000}")
    frontends.hear("isotherm-web", f"web-0 0.1.0 {MS}")
    assert [running.version for running in frontends.take()] == ["0.2.0"]


@pytest.mark.parametrize("client", [None, "", "script", "isotherm-api"])
def test_nobody_else_can_pass_for_a_frontend(client: str | None) -> None:
    frontends = Frontends()
    frontends.hear(client, GOOD)
    assert frontends.take() == []


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "web-0",
        f"web-0 0.1.0 {MS} more",
        f"web 0 0.1.0 {MS}",
        f"{'w' * 65} 0.1.0 {MS}",
        f"web-0 {'1' * 65} {MS}",
        f"web-0 0.1.0 {MS}0",
        f"web-0 <b> {MS}",
        f".. 0.1.0 {MS}",
        f"web-0 0.1.0 {MS}\n",
    ],
)
def test_any_other_value_is_ignored(value: str | None) -> None:
    frontends = Frontends()
    frontends.hear("isotherm-web", value)
    assert frontends.take() == []


def test_what_is_remembered_is_bounded() -> None:
    frontends = Frontends()
    for number in range(1000):
        frontends.hear("isotherm-web", f"web-{number} 0.1.0 {MS}")
    assert len(frontends.take()) == 100
