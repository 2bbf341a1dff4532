"""Run a MicroPython program with stand-ins for the modules that CPython lacks.

`umqtt.simple` is one over paho with the same calls, the DS18B20 measures 21.5 °C, and a pause
between readings is short. Used as a program of its own: `python micropython_run.py PROGRAM`.
"""

import runpy
import sys
import time
import types
from typing import Any

import paho.mqtt.client as mqtt


class MQTTException(Exception):
    """The broker refused the connection."""


class MQTTClient:
    """What the programs use of umqtt.simple's client."""

    def __init__(
        self, client_id: str, server: str, port: int = 0, user: str | None = None,
        password: str | None = None, keepalive: int = 0, ssl: Any = None,
    ) -> None:  # fmt: skip
        self._server, self._port, self._keepalive = server, port, keepalive
        self._client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id)
        self._client.username_pw_set(user, password)
        if ssl is not None:
            self._client.tls_set_context(ssl)

    def set_last_will(self, topic: str, msg: str, retain: bool = False, qos: int = 0) -> None:
        self._client.will_set(topic, msg, qos, retain)

    def connect(self) -> None:
        self._client.connect(self._server, self._port, self._keepalive)
        self._client.loop_start()

    def publish(self, topic: str, msg: str, retain: bool = False, qos: int = 0) -> None:
        """Return once it is acknowledged, as umqtt does with QoS 1."""
        self._client.publish(topic, msg, qos, retain).wait_for_publish(timeout=60)


class Probes:
    """One DS18B20."""

    def __init__(self, wire: object) -> None:
        self.wire = wire

    def scan(self) -> list[bytes]:
        return [b"\x28probe-1"]

    def convert_temp(self) -> None:
        """Begin to measure."""

    def read_temp(self, rom: bytes) -> float:
        assert rom == self.scan()[0]
        return 21.5


class Wlan:
    """A network that is there."""

    def __init__(self, interface: int) -> None:
        self.interface = interface

    def active(self, on: bool) -> None:
        """Switch it on."""

    def isconnected(self) -> bool:
        return True


def _module(name: str, **contents: Any) -> None:
    module = types.ModuleType(name)
    vars(module).update(contents)
    sys.modules[name] = module


def run(path: str) -> None:
    """Run the program in a file; it ends only by an error or a signal."""
    _module("umqtt")
    _module("umqtt.simple", MQTTClient=MQTTClient, MQTTException=MQTTException)
    _module("ds18x20", DS18X20=Probes)
    _module("machine", Pin=int)
    _module("network", WLAN=Wlan, STA_IF=0)
    _module("ntptime", settime=lambda: None)
    _module("onewire", OneWire=lambda pin: pin)
    vars(time)["sleep_ms"] = lambda ms: None
    runpy.run_path(path, run_name="__main__")


if __name__ == "__main__":
    run(sys.argv[1])
