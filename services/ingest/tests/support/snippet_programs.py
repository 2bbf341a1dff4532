"""The wizard's programs for devices, and what a device that runs one of them publishes.

The frontend writes the programs. Those for a firmware cannot run here: what it publishes is taken
from the program's text, in the form that the firmware's source gives it.
"""

import ast
import asyncio
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from isotherm_devstack.host.paths import FRONTEND

_NODE = Path(sys.executable).parent / "node"
_SCRIPT = FRONTEND / "scripts" / "snippets.mjs"


@dataclass(frozen=True, slots=True)
class Message:
    """One publish of a device."""

    topic: str
    payload: str
    qos: int = 0
    retain: bool = False


async def write_programs(**target: Any) -> dict[str, str]:
    """Return the program of each tab for a target; see `Target` in domain/snippets/target.ts."""
    node = await asyncio.create_subprocess_exec(
        str(_NODE), str(_SCRIPT), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    written, _ = await node.communicate(json.dumps([target]).encode())
    [programs] = json.loads(written)
    return dict(programs)


def load_esphome(program: str) -> dict[str, Any]:
    """Return ESPHome's configuration, with the name of a secret for the secret; raise YAMLError."""
    return dict(yaml.safe_load(re.sub(r"!secret (\w+)", r'"\1"', program)))


def esphome_messages(program: str, celsius: float) -> list[Message]:
    """Return what ESPHome publishes: the birth message, and a sensor's state as a bare number.

    Birth and last will are `online` and `offline` on `<topic_prefix>/status`, retained, QoS 0
    (components/mqtt/__init__.py); a state has `accuracy_decimals` digits (mqtt_sensor.cpp).
    """
    configuration = load_esphome(program)
    [sensor] = configuration["sensor"]
    text = f"{celsius:.{sensor['accuracy_decimals']}f}"
    return [
        Message(f"{configuration['mqtt']['topic_prefix']}/status", "online", 0, retain=True),
        Message(sensor["state_topic"], text, sensor["qos"], sensor["retain"]),
    ]


def tasmota_messages(program: str, celsius: float) -> list[Message]:
    """Return what Tasmota publishes: its own messages, and the one of the rule.

    Rules put the value's text of the JSON message for `%value%`; `Publish` sends with QoS 0, not
    retained (xdrv_10_rules.ino, xdrv_02_9_mqtt.ino).
    """
    rule = re.search(
        r"^Rule1 ON Tele-DS18B20#Temperature DO Publish (\S+) (.+) ENDON$", program, re.M
    )
    assert rule is not None
    value = f"{celsius:.2f}"
    own = {"Time": "2026-11-23T14:00:00", "DS18B20": {"Temperature": celsius}, "TempUnit": "C"}
    return [
        Message("tele/tasmota_1234/LWT", "Online", 1, retain=True),
        Message("tele/tasmota_1234/SENSOR", json.dumps(own)),
        Message(rule[1], rule[2].replace("%value%", value)),
    ]


def arduino_messages(program: str, celsius: float) -> list[Message]:
    """Return what the sketch publishes; PubSubClient sends with QoS 0."""
    texts = dict(re.findall(r'^const char (\w+)\[\] = ("(?:\\.|[^"\\])*");$', program, re.M))
    constants = {name: ast.literal_eval(text) for name, text in texts.items()}
    form = re.search(r'snprintf\(text, sizeof text, "(.+?)",', program)
    assert form is not None
    assert 'client.publish(STATUS_TOPIC, "online", true)' in program
    assert "client.publish(TOPIC, text)" in program
    return [
        Message(constants["STATUS_TOPIC"], "online", 0, retain=True),
        Message(constants["TOPIC"], form[1] % celsius),
    ]
