"""Publish readings until told to stop, and log each acknowledged one: publish.py NAME RATE

Every device has a connection that keeps its session. What is not acknowledged is sent again after a
reconnect, as a device that buffers does; each reading has its own millisecond.
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from common import TARGET, Running, finish

NAME, RATE = sys.argv[1], float(sys.argv[2])
FLUSH_S = 60.0


class Device:
    """One device: what it sent and what was acknowledged."""

    def __init__(self, name: str, password: str) -> None:
        self.name = name
        self.sent = 0
        self.reconnects = -1
        self.acknowledged: list[tuple[int, float, float]] = []
        self.lost: list[tuple[int, float]] = []
        self._waiting: dict[int, tuple[int, float]] = {}
        self._early: dict[int, int] = {}
        self._lock = threading.Lock()
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5)
        client.username_pw_set(name, password)
        client.max_inflight_messages_set(100)
        client.reconnect_delay_set(1, 2)
        client.on_connect = self._connected
        client.on_publish = self._acknowledged
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 3600
        client.connect_async(*TARGET.broker, keepalive=10, clean_start=False, properties=properties)
        client.loop_start()
        self._client = client

    def _connected(self, *_: Any) -> None:
        self.reconnects += 1

    def _acknowledged(self, _: Any, __: Any, mid: int, code: Any, ___: Any) -> None:
        with self._lock:
            reading = self._waiting.pop(mid, None)
            if reading is None:
                self._early[mid] = code.value
            else:
                self._keep(reading, code.value)

    def _keep(self, reading: tuple[int, float], code: int) -> None:
        # 16: nobody was subscribed
        if code == 0:
            self.acknowledged.append((*reading, time.time()))
        else:
            self.lost.append(reading)

    def publish(self, at: int, value: float) -> None:
        text = f'{{"value":{value},"time":{at}}}'
        sent = self._client.publish(f"sensors/{self.name}/temperature", text, qos=1)
        self.sent += 1
        with self._lock:
            if sent.mid in self._early:
                self._keep((at, value), self._early.pop(sent.mid))
            else:
                self._waiting[sent.mid] = (at, value)

    @property
    def pending(self) -> int:
        return len(self._waiting)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def main() -> None:
    passwords = json.loads(Path("/tmp/devices.json").read_text())
    devices = [Device(name, password) for name, password in passwords.items()]
    running, number, start = Running(NAME), 0, time.monotonic()
    last = 0
    running.ready()
    while running:
        at = max(time.time_ns() // 1_000_000, last + 1)
        last = at
        # few values of a few digits each, and all different from their neighbours
        devices[number % len(devices)].publish(at, number % 5000 / 100)
        number += 1
        time.sleep(max(0.0, start + number / RATE - time.monotonic()))
    end = time.monotonic() + FLUSH_S
    while any(device.pending for device in devices) and time.monotonic() < end:
        time.sleep(0.1)
    for device in devices:
        device.close()
    rows = [
        [device.name, at, value, round(seen, 3)]
        for device in devices
        for at, value, seen in device.acknowledged
    ]
    Path(f"/tmp/log-{NAME}.json").write_text(json.dumps(rows))
    seconds = time.monotonic() - start
    finish(
        {
            "sent": sum(device.sent for device in devices),
            "acknowledged": len(rows),
            "unacknowledged": sum(device.pending for device in devices),
            "nobody": sum(len(device.lost) for device in devices),
            "reconnects": sum(max(0, device.reconnects) for device in devices),
            "per_second": round(number / seconds, 1),
        }
    )


main()
