"""A device's connection to the broker, where a publish tells what became of it.

MQTT 5, because only its acknowledgements say that nobody was subscribed (the message is gone) or
that the device may not publish there; to MQTT 3.1.1 clients both look like success.
"""

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode

_NO_SUBSCRIBER = 0x10
_FAILURES = 0x80
_ACKNOWLEDGED_WITHIN = 60.0  # seconds, then the connection is taken for dead
_REFUSALS = (0x86, 0x87)  # bad user name or password; not authorized


class Receipt(Enum):
    """What the broker did with an acknowledged message."""

    TAKEN = "taken"
    NOBODY = "nobody was subscribed, it is gone"


class RefusedError(Exception):
    """The broker does not let the device in, or not publish where it wants to."""


class InDoubtError(aiomqtt.MqttError):
    """The connection was lost between publish and acknowledgement."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the devices' listener is."""

    host: str
    port: int


class Link(aiomqtt.Client):
    """One connection of one device.

    It reaches into aiomqtt (2.5.1, pinned) where that offers no reason code and waits for an
    acknowledgement after the connection is gone.
    """

    def __init__(self, broker: Broker, name: str, password: str, status_topic: str) -> None:
        super().__init__(
            broker.host,
            broker.port,
            username=name,
            password=password,
            protocol=aiomqtt.ProtocolVersion.V5,
            will=aiomqtt.Will(status_topic, "offline", qos=1, retain=True),
            keepalive=30,
        )
        self._name = name
        self._waiting: dict[int, asyncio.Future[ReasonCode]] = {}

    async def __aenter__(self) -> Self:
        """Connect; raises RefusedError for wrong credentials, MqttError when the broker is away."""
        try:
            await super().__aenter__()
        except MqttConnectError as error:
            if getattr(error.rc, "value", None) in _REFUSALS:
                raise RefusedError(f"the broker refuses {self._name}: {error.rc}") from error
            raise
        self._disconnected.add_done_callback(self._lose)
        return self

    async def deliver(self, topic: str, payload: str, *, retain: bool = False) -> Receipt:
        """Publish at QoS 1 and wait for the acknowledgement.

        Raises InDoubtError when the connection ends first, MqttError when the message never
        left, RefusedError when the broker does not allow it.
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
            raise InDoubtError("no acknowledgement came") from error
        finally:
            self._waiting.pop(sent.mid, None)
        if code.value >= _FAILURES:
            raise RefusedError(f"the broker does not let {self._name} publish to {topic}: {code}")
        return Receipt.NOBODY if code.value == _NO_SUBSCRIBER else Receipt.TAKEN

    def _on_publish(
        self, client: Any, userdata: Any, mid: int, reason_code: ReasonCode, properties: Any
    ) -> None:
        answer = self._waiting.get(mid)
        if answer is not None and not answer.done():
            answer.set_result(reason_code)

    def _lose(self, ended: asyncio.Future[None]) -> None:
        if not ended.cancelled():
            ended.exception()  # seen here, else asyncio reports it as forgotten
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(InDoubtError("the connection was lost"))
