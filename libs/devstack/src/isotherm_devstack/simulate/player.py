"""A running device: it publishes live readings and sends missing ones in arrays."""

import asyncio
from dataclasses import dataclass

import aiomqtt

from isotherm.instants import Clock, to_ms
from isotherm_devstack.simulate import payload
from isotherm_devstack.simulate.devices import Device
from isotherm_devstack.simulate.link import Broker, InDoubtError, Link, Receipt
from isotherm_devstack.simulate.pace import Pacer, Stop, following, new_backoff
from isotherm_devstack.simulate.record import Record, Sent
from isotherm_devstack.simulate.run import ARRAY, Run, until

_IN_FLIGHT = 4  # unacknowledged arrays per device


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all devices share. `live_ms` is the interval of live readings; None for history only."""

    broker: Broker
    clock: Clock
    record: Record
    pacer: Pacer
    stop: Stop
    live_ms: int | None

    def now(self) -> int:
        """Return the current time in ms since 1970."""
        return to_ms(self.clock.now())


class Player:
    """Runs one device until the stop, or until its history is sent if it has no live readings."""

    def __init__(self, device: Device, password: str, sent: Sent, around: Surroundings) -> None:
        self.connected = False
        self._device = device
        self._password = password
        self._sent = sent
        self._around = around
        self._has_missing = asyncio.Event()
        self._first_sent = asyncio.Event()

    async def run(self) -> None:
        """Connect, publish, and reconnect after every loss; raise RefusedError."""
        backoff = new_backoff()
        self._catch_up()
        while not self._around.stop and not self._is_done():
            try:
                async with self._link() as link:
                    backoff.reset()
                    await self._session(link)
            except* aiomqtt.MqttError:
                _settle_cancellation()  # disconnected; unacknowledged readings are still missing
            finally:
                self.connected = False
            if not self._is_done():
                await self._around.stop.within(backoff.next_s())

    def _link(self) -> Link:
        device = self._device
        return Link(self._around.broker, device.name, self._password, device.status_topic)

    async def _session(self, link: Link) -> None:
        self.connected = True
        self._first_sent.clear()
        await link.deliver(self._device.status_topic, "online", retain=True)
        self._catch_up()
        async with asyncio.TaskGroup() as tasks:
            if self._around.live_ms is not None:
                tasks.create_task(self._live(link, self._around.live_ms), name="live")
            tasks.create_task(self._history(link), name="history")
        await link.deliver(self._device.status_topic, "offline", retain=True)

    def _is_done(self) -> bool:
        return self._around.live_ms is None and not self._sent.missing

    def value(self, time_ms: int) -> float:
        """Return the value at an instant; after the anchor the profile may run faster."""
        record = self._around.record
        ahead = max(0, time_ms - record.anchor)
        return self._device.curve.value_at(time_ms + int(ahead * (record.terms.speed - 1.0)))

    # Missing readings

    def _owe(self, run: Run, clear: int) -> None:
        self._sent.owe(run)
        self._sent.clear = max(clear, self._sent.clear)
        self._has_missing.set()

    def _catch_up(self) -> None:
        """Add the readings of the time without a connection, at a coarser step if they are many."""
        live_ms, interval_ms = self._around.live_ms, self._around.record.terms.interval_ms
        step = live_ms or interval_ms
        to = self._around.now() - step
        if (to - self._sent.clear) // step > ARRAY:
            step = max(step, interval_ms)
        if (run := until(self._sent.clear, to, step)).count:
            self._owe(run, to)

    # Live

    async def _live(self, link: Link, step: int) -> None:
        due, holding = self._first_due(step)
        while not await self._around.stop.within((due - self._around.now()) / 1_000):
            if self._device.is_silent(due):
                holding = True
            elif holding:
                self._owe(until(self._sent.clear, due, step), due)
                holding = False
            else:
                holding = not await self._publish(link, due, step)
            self._first_sent.set()
            due, missed = following(due, step, self._around.now())
            holding = holding or missed
        self._first_sent.set()
        self._has_missing.set()

    def _first_due(self, step: int) -> tuple[int, bool]:
        """Return when a connection's first reading is due, and whether readings were missed."""
        now, clear = self._around.now(), self._sent.clear
        if now - clear < step:
            return max(now, clear) + 1, False
        return following(clear, step, now)

    async def _publish(self, link: Link, time_ms: int, step: int) -> bool:
        """Publish a live reading; return False if nobody was subscribed, to send it later."""
        if not await self._around.pacer.turn():
            return True
        device = self._device
        text = payload.live(device.form, self.value(time_ms), time_ms + device.clock_lead_ms)
        try:
            receipt = await link.deliver(device.topic, text)
        except (InDoubtError, asyncio.CancelledError):  # cancelled if history noticed first
            self._doubt(time_ms, step)
            raise
        if receipt is Receipt.NOBODY:
            return False
        self._sent.count(1)
        self._sent.clear = time_ms
        return True

    def _doubt(self, time_ms: int, step: int) -> None:
        """Handle a reading that may have arrived: repeat it only if that makes it a duplicate."""
        if self._device.can_repeat:
            self._owe(Run(time_ms, step, 1), time_ms)
        else:
            self._sent.in_doubt += 1
            self._sent.clear = time_ms

    # History

    async def _history(self, link: Link) -> None:
        """Send missing readings in arrays until the stop, after the first live reading."""
        stop, window = self._around.stop, asyncio.Semaphore(_IN_FLIGHT)
        if self._around.live_ms is not None:
            await self._first_sent.wait()
        while not stop and not self._is_done():
            self._has_missing.clear()
            async with asyncio.TaskGroup() as tasks:
                for array in [part for run in self._sent.missing for part in run.arrays()]:
                    await window.acquire()
                    if stop:
                        break
                    tasks.create_task(self._send(link, array, window), name="array")
                    await asyncio.sleep(
                        0
                    )  # computing a thousand values takes a while; let other tasks run
            if not self._is_done() and not self._sent.missing:
                await self._has_missing.wait()

    async def _send(self, link: Link, array: Run, window: asyncio.Semaphore) -> None:
        backoff = new_backoff()
        try:
            while await self._around.pacer.turn():
                readings = ((time_ms, self.value(time_ms)) for time_ms in array.times())
                text = payload.buffered(self._device.form, readings)
                if await link.deliver(self._device.topic, text) is Receipt.TAKEN:
                    self._sent.acknowledge(array)
                    return
                if await self._around.stop.within(backoff.next_s()):
                    return
        finally:
            window.release()


def _settle_cancellation() -> None:
    """Undo the cancellation that a TaskGroup requested of its task when a child failed.

    The request remains if the group was already waiting for its children, and asyncio.timeout of
    Debian 12's Python 3.11.2 would then mistake its own timeout for an outer cancellation.
    """
    task = asyncio.current_task()
    while task is not None and task.cancelling():
        task.uncancel()
