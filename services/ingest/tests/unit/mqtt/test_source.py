"""A try to connect that was given up changes nothing when the broker answers it after all."""

from paho.mqtt.client import ConnectFlags
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.source import MqttSource


async def test_the_answer_to_an_abandoned_try_is_void() -> None:
    account = Account("127.0.0.1", 1, "service:ingest", "secret", "test")
    source = MqttSource(account, receive_maximum=10, held_bytes=1_000_000, now=lambda: 0)
    abandoned = source._make_client()._client
    current = source._make_client()._client
    success, flags = ReasonCode(PacketTypes.CONNACK, "Success"), ConnectFlags(True)
    assert abandoned.on_connect is not None
    assert current.on_connect is not None
    abandoned.on_connect(abandoned, None, flags, success, None)
    assert source.opened() is None
    current.on_connect(current, None, flags, success, None)
    opened = source.opened()
    assert opened is not None
    assert opened.session_present
