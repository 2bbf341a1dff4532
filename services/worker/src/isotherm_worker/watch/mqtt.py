"""The clients of worker's connections to the broker: one ticks, one watches, one reads notices."""

import asyncio

import aiomqtt

from isotherm_worker.settings import WorkerSettings


def client(
    settings: WorkerSettings,
    identifier: str,
    *,
    keepalive_s: int = 60,
    queue_type: type[asyncio.Queue[aiomqtt.Message]] | None = None,
) -> aiomqtt.Client:
    """Return a client, not yet connected, with that client id and without a session."""
    return aiomqtt.Client(
        settings.mqtt_host,
        settings.mqtt_port,
        username=settings.mqtt_username,
        password=settings.mqtt_password.get_secret_value(),
        identifier=identifier,
        protocol=aiomqtt.ProtocolVersion.V5,
        tls_context=settings.mqtt_tls_context(),
        timeout=5,
        keepalive=keepalive_s,
        queue_type=queue_type,
    )
