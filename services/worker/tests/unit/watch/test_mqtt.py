"""Worker's MQTT clients are made from the settings, and connect only when they are entered."""

import aiomqtt
from paho.mqtt.client import MQTTv5

from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import mqtt

SETTINGS = WorkerSettings.model_validate(
    {
        "database_url": "postgresql://worker@localhost/isotherm",
        "mqtt_host": "broker",
        "mqtt_port": 2883,
        "mqtt_username": "service:worker",
        "mqtt_password": "secret",
    }
)


async def test_a_client_carries_its_identifier_and_speaks_mqtt_5() -> None:
    client = mqtt.client(SETTINGS, "isotherm:worker:a")
    assert isinstance(client, aiomqtt.Client)
    assert client.identifier == "isotherm:worker:a"
    assert client._client.protocol == MQTTv5
    assert not client._client.is_connected()


async def test_no_call_to_the_broker_waits_longer_than_five_seconds() -> None:
    assert mqtt.client(SETTINGS, "isotherm:worker:a").timeout == 5
