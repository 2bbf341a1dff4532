"""Whether the broker keeps what devices publish: whether it has a shared subscription.

Without one, as after its volume was lost and before ingest is back, it would acknowledge messages
and keep them for nobody. So until then the pod is not ready, and devices are not led to it.
"""

import logging

import aiomqtt

from isotherm.names import WORKER_ACCOUNT
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm_worker.settings import RenderSettings

log = logging.getLogger(__name__)

_COUNT = "$SYS/broker/shared_subscriptions/count"
_HOST = "127.0.0.1"
_AGAIN_S = 1.0


class SubscriptionWatch:
    """Follows the broker of this pod at its listener for services."""

    def __init__(self, settings: RenderSettings, port: int, background: Background) -> None:
        self._settings, self._port = settings, port
        self.present = False
        outage = Outage(log, "cannot ask the broker, trying again", "asking the broker again")
        self._recovery = Recovery(
            outage, background.job("subscription"), expected=(aiomqtt.MqttError,)
        )

    async def run(self) -> None:
        """Follow until cancelled."""
        await keep(self._follow, self._recovery, rest_s=_AGAIN_S)

    async def _follow(self) -> None:
        """Follow for as long as one connection lasts."""
        password = self._settings.mqtt_worker_password
        try:
            async with aiomqtt.Client(
                _HOST,
                self._port,
                username=WORKER_ACCOUNT,
                password=None if password is None else password.get_secret_value(),
                identifier=f"isotherm:keeper:{self._settings.instance}",
                protocol=aiomqtt.ProtocolVersion.V5,
                timeout=5,
                keepalive=10,
            ) as client:
                await client.subscribe(_COUNT)
                async for message in client.messages:
                    self.present = bytes(message.payload).strip() not in (b"", b"0")
                    self._recovery.succeeded()
        finally:
            self.present = False
