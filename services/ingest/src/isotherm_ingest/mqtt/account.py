"""The account: address of the broker, credentials of ingest, and the session it asks for."""

import ssl
from dataclasses import dataclass

import aiomqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.names import INGEST_CLIENTS
from isotherm_ingest.mqtt.client import BulkClient, Sink

SESSION_FOR_EVER = 0xFFFFFFFF
_KEEPALIVE_S = 30


@dataclass(slots=True, frozen=True)
class Account:
    """Address of the broker, and credentials of this instance."""

    host: str
    port: int
    username: str
    password: str
    instance: str
    tls: ssl.SSLContext | None = None

    @property
    def client_id(self) -> str:
        """The same after each start of an instance, so that it resumes its session.

        No device can use it.
        """
        return INGEST_CLIENTS + self.instance

    def client(self, receive_maximum: int, sink: Sink) -> BulkClient:
        """Return a client, not yet connected, that resumes the session; `sink` gets messages."""
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho
        properties.SessionExpiryInterval = SESSION_FOR_EVER
        properties.ReceiveMaximum = receive_maximum
        return BulkClient(
            self.host,
            self.port,
            username=self.username,
            password=self.password,
            identifier=self.client_id,
            protocol=aiomqtt.ProtocolVersion.V5,
            clean_start=False,
            properties=properties,
            keepalive=_KEEPALIVE_S,
            tls_context=self.tls,
            sink=sink,
        )
