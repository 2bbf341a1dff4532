"""All devices together: start them, save progress each second, stop them within two."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from isotherm_devstack.simulate.devices import Device
from isotherm_devstack.simulate.display import Display
from isotherm_devstack.simulate.link import RefusedError
from isotherm_devstack.simulate.player import Player, Surroundings
from isotherm_devstack.simulate.record import total

_SAVED_EVERY = 1.0  # seconds
_STOPPED_WITHIN = 1.5  # seconds for publishes in flight; after that they are missing


class Simulation:
    """Runs the devices; `passwords` is by name, `around` is what they share.

    `on_save` receives the summary whenever the record is saved.
    """

    def __init__(
        self,
        devices: Iterable[Device],
        passwords: Mapping[str, str],
        backfill_days: float,
        around: Surroundings,
        display: Display,
        on_save: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        self._around = around
        self._display = display
        self._on_save = on_save
        record = around.record
        self._parts = {d.name: record.admit(d.name, d.seed, backfill_days) for d in devices}
        self._players = [Player(d, passwords[d.name], self._parts[d.name], around) for d in devices]
        self._before = total(self._parts.values())
        self._saved: dict[str, Any] = {}

    def summary(self) -> dict[str, Any]:
        """Return what was sent and acknowledged, over all starts and in this run."""
        now = total(self._parts.values())
        run = {key: now[key] - self._before[key] for key in ("messages", "readings", "in_doubt")}
        return {
            "anchor": self._around.record.anchor,
            "devices": len(self._players),
            **now,
            "this_run": run,
        }

    async def run(self) -> None:
        """Run until the stop, or until all history is sent if there are no live readings.

        Raise RefusedError if the broker refuses a device.
        """
        stop = self._around.stop
        try:
            async with asyncio.TaskGroup() as tasks:
                watch = tasks.create_task(self._watch(), name="watch")
                players = tasks.create_task(self._play(), name="players")
                limit = tasks.create_task(self._limit(players), name="limit")
                await asyncio.wait([players])
                stop.set()
                limit.cancel()
                watch.cancel()
        except BaseExceptionGroup as group:
            # not except*: Debian 12's Python 3.11.2 wraps what is raised inside in another group
            refused = group.subgroup(RefusedError)
            if refused is None:
                raise
            # other errors in the group are consequences of it
            raise _first(refused) from group
        finally:
            self._save()
            self._display.end(self._line())

    async def _play(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for player in self._players:
                tasks.create_task(self._run(player), name="player")

    async def _run(self, player: Player) -> None:
        try:
            await player.run()
        except BaseException:
            # a cancellation may be lost: aiomqtt connects in asyncio.wait_for, which in Python 3.11
            # swallows one that arrives at the moment of the connection
            self._around.stop.set()
            raise

    async def _limit(self, players: asyncio.Task[None]) -> None:
        """Cancel the players that have not ended soon after the stop."""
        await self._around.stop.wait()
        await asyncio.sleep(_STOPPED_WITHIN)
        players.cancel()

    async def _watch(self) -> None:
        """Save and show the progress each second."""
        while True:
            await asyncio.sleep(_SAVED_EVERY)
            self._save()
            self._display.show(self._line())

    def _save(self) -> None:
        summary = self.summary()
        if summary != self._saved:
            self._around.record.save()
            self._on_save(summary)
            self._saved = summary

    def _line(self) -> str:
        summary = self.summary()
        connected = sum(player.connected for player in self._players)
        line = f"{connected}/{summary['devices']} connected · {summary['readings']:,} readings sent"
        if summary["missing"]:
            line += f" · {summary['missing']:,} to send"
        if summary["in_doubt"]:
            line += f" · {summary['in_doubt']:,} in doubt"
        return line


def _first(group: BaseExceptionGroup[RefusedError]) -> RefusedError:
    inner: BaseException = group
    while isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    return inner if isinstance(inner, RefusedError) else RefusedError(str(inner))
