"""The account: where the broker is, who ingest is there, and the session it asks for."""

import ssl
from dataclasses import dataclass

import aiomqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.names import INGEST_CLIENTS
from isotherm_ingest.bulk import BulkClient, Sink

SESSION_FOR_EVER = 0xFFFFFFFF
_KEEPALIVE_S = 30


@dataclass(slots=True, frozen=True)
class Account:
    """Where the broker is, and who we are there."""

    host: str
    port: int
    username: str
    password: str
    instance: str
    tls: ssl.SSLContext | None = None

    @property
    def client_id(self) -> str:
        """Fixed for an instance, so that it finds its session again; no device can have it."""
        return INGEST_CLIENTS + self.instance

    def client(self, receive_maximum: int, sink: Sink) -> BulkClient:
        """A client that resumes the session, not yet connected; messages go to the sink."""
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
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
