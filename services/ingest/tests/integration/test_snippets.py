"""Every program that the wizard offers, through a real broker: what it sends becomes readings."""

import ast
import asyncio
import math
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio
from ingest_world import World, until
from snippet_programs import (
    Message,
    arduino_messages,
    esphome_messages,
    load_esphome,
    tasmota_messages,
    write_programs,
)

from isotherm_devstack.host.process import Command, Process
from isotherm_devstack.host.system import require
from isotherm_devstack.testing.broker import Broker

DEVICE = "Dock.probe-12_" + "x" * 50
"""As long as a name may be."""
LABEL = 'Kühlhaus "Nord" $HOME \\ `id`'
CELSIUS = -18.25
PEM = "-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n"
_MICROPYTHON = Path(__file__).parents[1] / "support" / "micropython_run.py"


@pytest_asyncio.fixture(loop_scope="session")
async def written(broker: Broker, world: World) -> dict[str, str]:
    """The programs of a registered device that has an account at the broker, without TLS."""
    # the status that a device sends before its first reading is kept of known devices only
    await world.sql.execute("INSERT INTO device (name, state) VALUES ($1, 'known')", DEVICE)
    password = await broker.add_device(DEVICE)
    return await write_programs(
        device=DEVICE, label=LABEL, password=password, host=broker.host,
        port=broker.device_port, tls=False, ca=None, channel="temperature",
    )  # fmt: skip


async def stored(world: World) -> None:
    """Wait for the first reading; fail if anything was rejected."""
    await until(lambda: world.count(), "a reading")
    assert not await world.rejects()


async def values(world: World) -> list[tuple[str, str, float]]:
    """Return device, channel and value of each reading."""
    return [(row["device"], row["channel"], row["value"]) for row in await world.readings()]


async def says(world: World, status: str) -> None:
    """Wait until the device is known to have said `status`."""
    asked = "SELECT connection FROM device WHERE name = $1"
    await until(lambda: is_said(world, asked, status), status)


async def is_said(world: World, asked: str, status: str) -> bool:
    return bool(await world.sql.fetchval(asked, DEVICE) == status)


async def test_the_line_of_mosquitto_pub_is_stored(world: World, written: dict[str, str]) -> None:
    require("mosquitto_pub")
    async with world.ingest():
        sent = await asyncio.create_subprocess_exec(*shlex.split(written["mosquitto"]))
        assert await sent.wait() == 0
        await stored(world)
    assert await values(world) == [(DEVICE, "temperature", 21.5)]


@pytest.mark.parametrize("key", ["python", "micropython"])
async def test_a_program_runs_and_its_readings_and_status_arrive(
    key: str, world: World, written: dict[str, str], tmp_path: Path
) -> None:
    program = tmp_path / "main.py"
    program.write_text(written[key])
    through = (str(_MICROPYTHON),) if key == "micropython" else ()
    argv = (sys.executable, *through, str(program))
    running = Process(Command(key, argv, tmp_path / "log"))
    async with world.ingest():
        await running.start()
        try:
            await stored(world)
            await says(world, "online")
        finally:
            running.kill()
            await running.wait()
        await says(world, "offline")
    assert await values(world) == [(DEVICE, "temperature", 21.5)], (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("key", "messages"),
    [
        ("esphome", esphome_messages),
        ("tasmota", tasmota_messages),
        ("arduino", arduino_messages),
    ],
)
async def test_what_a_firmware_sends_becomes_one_reading(
    key: str,
    messages: Callable[[str, float], list[Message]],
    world: World,
    written: dict[str, str],
) -> None:
    sent = messages(written[key], CELSIUS)
    async with world.ingest():
        async with world.device(DEVICE) as client:
            for message in sent:
                await client.publish(message.topic, message.payload, message.qos, message.retain)
        await stored(world)
        if any(message.topic.endswith("/status") for message in sent):
            await says(world, "online")
    assert await values(world) == [(DEVICE, "temperature", CELSIUS)]


async def test_a_probe_that_does_not_answer_is_a_fault_and_no_reject(
    world: World, written: dict[str, str]
) -> None:
    """ESPHome sends `nan`, DallasTemperature measures -127, the programs in Python send `null`."""
    payloads = [
        esphome_messages(written["esphome"], math.nan)[-1].payload,
        arduino_messages(written["arduino"], -127.0)[-1].payload,
        "null",
    ]
    assert 'return "null"' in written["micropython"]
    assert '"null" if celsius is None' in written["python"]
    async with world.ingest():
        await world.send(*payloads)
        await world.counted(len(payloads))
    assert {row["value"] for row in await world.readings()} == {None}


def test_the_configuration_of_esphome_means_what_it_says(written: dict[str, str]) -> None:
    configuration = load_esphome(written["esphome"])
    assert configuration["esphome"]["friendly_name"] == LABEL.replace("$", "")
    assert re.fullmatch("[a-z0-9-]{1,31}", configuration["esphome"]["name"])
    mqtt = configuration["mqtt"]
    assert (mqtt["username"], mqtt["topic_prefix"]) == (DEVICE, f"sensors/{DEVICE}")
    # Its log and Home Assistant's discovery would be refused, message by message.
    assert (mqtt["log_topic"], mqtt["discovery"], mqtt["discover_ip"]) == (None, False, False)


@pytest.mark.parametrize("key", ["python", "micropython"])
async def test_no_label_declares_the_encoding_of_a_program(key: str) -> None:
    """Python reads a file by the encoding in its first two lines; in UTF-7, `+AAo-` ends a line."""
    programs = await write_programs(
        device="geocoding", label='coding: utf-7 +AAo-print("label")+AAo-#', password=None,
        host="mqtt.example", port=1883, tls=False, ca=None, channel="temperature",
    )  # fmt: skip
    as_file = ast.dump(ast.parse(programs[key].encode()))
    assert as_file == ast.dump(ast.parse(programs[key]))
    assert "label" not in as_file


@pytest.mark.parametrize("ca", [None, PEM])
async def test_programs_with_tls_are_well_formed(ca: str | None) -> None:
    secure = await write_programs(
        device=DEVICE, label=LABEL, password=None, host="mqtt.example", port=8883,
        tls=True, ca=ca, channel="temperature",
    )  # fmt: skip
    for key in ("python", "micropython"):
        compile(secure[key], key, "exec")
    trusted = load_esphome(secure["esphome"])["mqtt"]["certificate_authority"]
    assert trusted.startswith("-----BEGIN CERTIFICATE-----\n")
    assert ca is None or trusted == ca.strip()
    assert "--cafile isotherm-ca.pem" in secure["mosquitto"] or ca is None
