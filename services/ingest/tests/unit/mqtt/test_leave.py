"""Leaving: the session ends only when the broker holds nothing more for it."""

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from isotherm_ingest.mqtt.leave import leave
from isotherm_ingest.mqtt.source import MqttSource


class Scripted:
    """A source whose broker follows a script, one step per `settle`."""

    def __init__(self, *answers: Callable[["Scripted"], bool]) -> None:
        self.connected, self.epoch, self.outstanding, self.delivered = True, 1, 0, 5
        self.requests: list[str] = []
        self._answers = list(answers)

    async def unsubscribe(self) -> None:
        self.requests.append("unsubscribe")

    async def settle(self) -> bool:
        self.requests.append("settle")
        return self._answers.pop(0)(self)

    async def end_session(self) -> None:
        self.requests.append("end")


async def left(source: Scripted) -> None:
    await leave(cast(MqttSource, source))


def nothing(_: Scripted) -> bool:
    return True


def silence(_: Scripted) -> bool:
    return False


def more(source: Scripted) -> bool:
    """Deliver one more message, acknowledged before the answer."""
    source.delivered += 1
    return True


def reconnected(source: Scripted) -> bool:
    source.epoch += 1
    return True


async def test_an_empty_session_ends() -> None:
    source = Scripted(nothing)
    await left(source)
    assert source.requests == ["unsubscribe", "settle", "end"]


@pytest.mark.parametrize("first", [more, silence, reconnected])
async def test_an_answer_that_proves_nothing_is_asked_for_again(
    first: Callable[[Scripted], bool],
) -> None:
    source = Scripted(first, nothing)
    await left(source)
    assert source.requests == ["unsubscribe", "settle", "settle", "end"]


@pytest.mark.parametrize("change", [{"outstanding": 3}, {"connected": False}])
async def test_nothing_is_asked_before_all_is_acknowledged(change: dict[str, int]) -> None:
    source = Scripted(nothing)
    for name, value in change.items():
        setattr(source, name, value)
    async with asyncio.TaskGroup() as group:
        leaving = group.create_task(left(source), name="leave")
        await asyncio.sleep(0.2)
        assert source.requests == ["unsubscribe"]
        source.outstanding, source.connected = 0, True
        await leaving
    assert source.requests[-1] == "end"
