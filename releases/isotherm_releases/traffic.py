"""What devices send to a release before it is kept: a few weeks of readings, good and bad."""

import json
import math
from collections.abc import Iterator
from datetime import datetime, timedelta

import aiomqtt

from isotherm.names import topic
from isotherm_devstack.testing.broker import Broker
from isotherm_releases.people import CHANNEL, UNKNOWN_CHANNEL

DAYS = 36
"""Far enough back for a change of daylight saving time, in spring or in autumn, now and then."""
_ELEMENTS = 400
BAD = (b"warm", b"21,4", b'{"value": 21.4, "unit": "%"}', b'{"value": 4, "time": "yesterday"}')
Series = Iterator[tuple[datetime, float | None]]


def series_of(device: str, now: datetime) -> Series:
    """Yield what a device measured: the fridge for weeks, others for days and more often."""
    days, step = {
        "fridge-1": (DAYS, timedelta(minutes=30)),
        "freezer-1": (9, timedelta(minutes=10)),
        "cellar-1": (3, timedelta(minutes=5)),
        "shed-1": (2, timedelta(minutes=20)),
    }[device]
    at, number = now - timedelta(days=days), 0
    while at < now:
        if not 300 <= number < 320:  # a silence
            yield at, _value(device, number)
        at, number = at + step, number + 1


def _value(device: str, number: int) -> float | None:
    wave = math.sin(number / 17)
    if device == "freezer-1":
        return round(-2.0 + 4 * wave + (12 if number % 500 > 480 else 0), 2)  # °F
    if device == "shed-1":
        return 77.7 if number % 50 == 9 else round(11 + 6 * wave, 2)
    if number % 400 == 99:
        return None  # a fault
    if number % 400 == 250:
        return 85.0  # suspect, as a sensor sends it after it was switched on
    return round(5.0 + 2.2 * wave + (4 if number % 300 > 290 else 0), 2)


async def announce(broker: Broker, device: str, now: datetime) -> None:
    """Send one reading of an hour ago, by which the device's channel becomes known."""
    hour_ago = (now - timedelta(hours=1, seconds=30)).timestamp()
    payload = json.dumps({"value": 5, "time": hour_ago})
    await broker.publish(device, topic(device, CHANNEL), payload)


async def send_history(broker: Broker, device: str, now: datetime) -> int:
    """Send what a device has buffered, with times; return the number of readings."""
    readings = list(series_of(device, now))
    async with broker.device(device) as client:
        for start in range(0, len(readings), _ELEMENTS):
            elements = [
                {"value": value, "time": at.timestamp()}
                for at, value in readings[start : start + _ELEMENTS]
            ]
            await client.publish(topic(device, CHANNEL), json.dumps(elements), qos=1)
        await client.publish(f"sensors/{device}/status", b"online", qos=1, retain=True)
    return len(readings)


async def send_live(broker: Broker, now: datetime) -> int:
    """Send readings without a time, a proposal, and messages that are refused; count readings."""
    async with broker.device("cellar-1") as client:
        for value in (5.1, 5.2, 5.3):
            await client.publish(topic("cellar-1", CHANNEL), str(value), qos=1)
        # a time without a zone, which is stored once the device has one and rejects are replayed
        at = now - timedelta(hours=5, seconds=30)
        local = json.dumps({"value": 5.15, "time": f"{at:%Y-%m-%dT%H:%M:%S}"})
        for payload in (*BAD, local):
            await client.publish(topic("cellar-1", CHANNEL), payload, qos=1)
    async with broker.device("spare-1") as client:
        await client.publish(topic("spare-1", UNKNOWN_CHANNEL), "19.5", qos=1)
    return 4


async def send_last(broker: Broker) -> None:
    """Send a reading and a message that is refused."""
    for payload in ("5.4", "warm"):
        await broker.publish("cellar-1", topic("cellar-1", CHANNEL), payload)


async def connect_wrongly(broker: Broker) -> None:
    """Log in with a wrong password, and twice under one name."""
    try:
        async with broker.device("cellar-1", password="wrong"):  # noqa: S106  on purpose
            raise AssertionError("the broker took a wrong password")
    except aiomqtt.MqttError:
        pass
    async with broker.device("cellar-1") as first, broker.device("cellar-1"):
        await _until_ended(first)


async def _until_ended(client: aiomqtt.Client) -> None:
    try:
        async for _ in client.messages:
            pass
    except aiomqtt.MqttError:
        return
