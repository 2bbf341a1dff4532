"""A simulated device that runs with scripted links."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from scripted_link import ScriptedLink

from isotherm.instants import Clock, from_ms
from isotherm_devstack.demo.fleet import Profile
from isotherm_devstack.simulate import player
from isotherm_devstack.simulate.devices import device
from isotherm_devstack.simulate.link import Broker, Receipt
from isotherm_devstack.simulate.pace import Pacer, Stop
from isotherm_devstack.simulate.player import Player, Surroundings
from isotherm_devstack.simulate.record import Record, Sent, Terms

NOW = 1_752_494_400_000
MINUTE = 60_000
OBJECT, TIMED = 1, 2
"""Seeds: the form of a device follows from them."""


class Still:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the time."""
        return from_ms(NOW)


@dataclass(frozen=True, slots=True)
class Played:
    """A device, its progress, and the links that it gets."""

    player: Player
    sent: Sent
    stop: Stop
    link: ScriptedLink

    async def run(self) -> None:
        """Run it until it ends."""
        async with asyncio.timeout(30):
            await self.player.run()


def take(payload: str) -> Receipt:
    """Acknowledge a payload."""
    return Receipt.TAKEN


def make_device(
    monkeypatch: pytest.MonkeyPatch,
    seed: int = TIMED,
    answer: Callable[[str], Receipt] = take,
    *,
    clear: int = NOW,
    live_ms: int | None = MINUTE,
    clock: Clock | None = None,
    profile: Profile = "outdoor",
    speed: float = 1.0,
) -> Played:
    """Return a device whose readings up to `clear` are sent; its anchor is NOW."""
    stop, link, sent = Stop(), ScriptedLink(answer), Sent(clear)
    record = Record(None, NOW, Terms(0, MINUTE, speed), {})
    broker, pacer = Broker("nowhere", 1), Pacer(None, stop)
    around = Surroundings(broker, clock or Still(), record, pacer, stop, live_ms)
    monkeypatch.setattr(player, "Link", link)
    simulated = device("fridge", "temperature", profile, seed)
    return Played(Player(simulated, "secret", sent, around), sent, stop, link)
