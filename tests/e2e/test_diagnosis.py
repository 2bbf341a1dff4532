"""A device's page tells why nothing arrives, from its registration to its first reading."""

import asyncio
import uuid

import aiomqtt
import pytest
from playwright.async_api import Page, expect

from attack_mqtt import connect_packet
from e2e_devices import register
from e2e_stack import LogIn, Stack


class Diagnosed:
    """The panel on the page of a device."""

    def __init__(self, page: Page) -> None:
        self._panel = page.get_by_test_id("diagnosis")

    async def says(self, verdict: str, *texts: str) -> None:
        """Wait until the panel shows a verdict, with these texts."""
        await expect(self._panel).to_have_attribute("data-verdict", verdict)
        for text in texts:
            await expect(self._panel).to_contain_text(text)


async def test_from_never_connected_to_arriving_and_two_devices_with_one_name(
    stack: Stack, log_in: LogIn
) -> None:
    name = f"diagnosed-{uuid.uuid4().hex[:8]}"
    page = await log_in("mira", "/devices")
    password = await register(page, name)
    panel = Diagnosed(page)
    await panel.says("never_connected", "It has never connected")
    with pytest.raises(aiomqtt.MqttError):
        async with stack.broker_client(name, "wrong"):
            pass
    await panel.says("never_connected", "It does not say with which name")

    async with stack.broker_client(name, password) as device:
        await device.publish(f"elsewhere/{name}/temperature", "4.5", qos=1)
        await panel.says("connected_silent", f"Publish to sensors/{name}/temperature", "127.0.0.1")
        await device.publish(f"sensors/{name}/temperature", "4,5 degrees", qos=1)
        await panel.says("rejected", "Its messages arrive, but none became a reading.")
        await device.publish(f"sensors/{name}/temperature", "4.5", qos=1)
        await panel.says("arriving", "Readings arrive")

    await _take_over(stack, name, password)
    await panel.says("taken_over", "Two clients use its name")


async def _take_over(stack: Stack, name: str, password: str) -> None:
    """Log in three times with the same name, each time while the last one is connected."""
    writers = []
    for _ in range(3):
        reader, writer = await asyncio.open_connection(*stack.broker)
        writers.append(writer)
        writer.write(connect_packet(name, password))
        assert await reader.readexactly(4) == b"\x20\x02\x00\x00"
    for writer in writers:
        writer.close()
