"""A device's connection to the broker, which reports the result of each publish.

It is MQTT 5, because only MQTT 5's acknowledgements tell that nobody was subscribed (the message is
lost) or that the device may not publish there; in MQTT 3.1.1 both look like success.
"""

import asyncio
import ssl
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode

_NO_SUBSCRIBER = 0x10
_FAILURES = 0x80
_ACKNOWLEDGED_WITHIN = 60.0  # seconds; after that the connection counts as dead
_REFUSALS = (0x86, 0x87)  # bad user name or password; not authorized


class Receipt(Enum):
    """What the broker did with an acknowledged message."""

    TAKEN = "taken"
    NOBODY = "nobody was subscribed, so it is lost"


class RefusedError(Exception):
    """The broker refused a device's connection or its publish."""


class InDoubtError(aiomqtt.MqttError):
    """The connection was lost between publish and acknowledgement."""


@dataclass(frozen=True, slots=True)
class Broker:
    """The address of the devices' listener."""

    host: str
    port: int


class Link(aiomqtt.Client):
    """One connection of one device.

    It uses internals of aiomqtt (2.5.1, pinned), which returns no reason codes and keeps waiting
    for an acknowledgement after the connection is lost.
    """

    def __init__(
        self,
        broker: Broker,
        name: str,
        password: str,
        status_topic: str,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            broker.host,
            broker.port,
            username=name,
            password=password,
            protocol=aiomqtt.ProtocolVersion.V5,
            will=aiomqtt.Will(status_topic, "offline", qos=1, retain=True),
            keepalive=30,
            tls_context=tls,
        )
        self._name = name
        self._waiting: dict[int, asyncio.Future[ReasonCode]] = {}

    async def __aenter__(self) -> Self:
        """Connect; raise RefusedError for wrong credentials, MqttError without a broker."""
        try:
            await super().__aenter__()
        except MqttConnectError as error:
            if getattr(error.rc, "value", None) in _REFUSALS:
                raise RefusedError(f"the broker refused {self._name}: {error.rc}") from error
            raise
        self._disconnected.add_done_callback(self._lose)
        return self

    async def deliver(self, topic: str, payload: str, *, retain: bool = False) -> Receipt:
        """Publish at QoS 1 and wait for the acknowledgement.

        Raise InDoubtError if the connection ends first, MqttError if the message was not sent,
        RefusedError if the device may not publish there.
        """
        sent = self._client.publish(topic, payload, qos=1, retain=retain)
        if sent.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise aiomqtt.MqttError(f"not connected: {sent.rc}")
        answer: asyncio.Future[ReasonCode] = asyncio.get_running_loop().create_future()
        self._waiting[sent.mid] = answer
        try:
            async with asyncio.timeout(_ACKNOWLEDGED_WITHIN):
                code = await answer
        except TimeoutError as error:
            raise InDoubtError("no acknowledgement in time") from error
        finally:
            self._waiting.pop(sent.mid, None)
        if code.value >= _FAILURES:
            raise RefusedError(
                f"the broker does not allow {self._name} to publish to {topic}: {code}"
            )
        return Receipt.NOBODY if code.value == _NO_SUBSCRIBER else Receipt.TAKEN

    def _on_publish(
        self, client: Any, userdata: Any, mid: int, reason_code: ReasonCode, properties: Any
    ) -> None:
        answer = self._waiting.get(mid)
        if answer is not None and not answer.done():
            answer.set_result(reason_code)

    def _lose(self, ended: asyncio.Future[None]) -> None:
        if not ended.cancelled():
            ended.exception()  # retrieved, or asyncio would log it
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(InDoubtError("the connection was lost"))
