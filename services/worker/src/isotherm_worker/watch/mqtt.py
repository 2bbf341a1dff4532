"""Worker's connections to the broker: one that ticks, one that watches."""

import aiomqtt

from isotherm_worker.settings import WorkerSettings


def client(settings: WorkerSettings, identifier: str) -> aiomqtt.Client:
    """A connection under that client id, not yet made; the broker keeps nothing for it."""
    return aiomqtt.Client(
        settings.mqtt_host,
        settings.mqtt_port,
        username=settings.mqtt_username,
        password=settings.mqtt_password.get_secret_value(),
        identifier=identifier,
        protocol=aiomqtt.ProtocolVersion.V5,
        tls_context=settings.mqtt_tls_context(),
        timeout=5,
    )
