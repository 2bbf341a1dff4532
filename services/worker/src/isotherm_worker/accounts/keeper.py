"""Keep the broker's accounts as the database wants them: when notified, and on a schedule."""

import asyncio
import logging
from typing import NoReturn

import aiomqtt
import asyncpg

from isotherm.names import ADMIN_ACCOUNT
from isotherm.process.background import Background
from isotherm.process.connections import AWAY
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep, raise_if_cancelled
from isotherm_worker import metrics
from isotherm_worker.accounts import state, wishes
from isotherm_worker.accounts.plugin import PluginError, connected
from isotherm_worker.accounts.rounds import Rounds
from isotherm_worker.accounts.turn import Turn, taken
from isotherm_worker.settings import WorkerSettings

log = logging.getLogger(__name__)

SEEN_EVERY_S = 5.0
"""How often worker records that it is running, and deletes wishes that waited too long."""
LOOK_EVERY_S = 30.0
"""How often changes are looked for without a notification, and refused ones tried again."""
POLITE_S = 5.0
"""How long worker waits after it lost a connection: the account has one client id, so somebody
else may be using it, and Mosquitto does not say so."""
ELSEWHERE = 'accounts are made by somebody else: ISOTHERM_BROKER_ADMIN is "none"'
LOST = "the broker ended the connection, or somebody else connected as service:admin"
UNSET = "ISOTHERM_MQTT_ADMIN_PASSWORD of worker is not set"


class AccountKeeper:
    """Keeps the accounts until cancelled, while this worker has its turn."""

    def __init__(
        self,
        settings: WorkerSettings,
        pool: asyncpg.Pool,
        background: Background | None = None,
        *,
        polite_s: float = POLITE_S,
    ) -> None:
        background = background or Background()
        self._settings, self._pool, self._polite_s = settings, pool, polite_s
        self._changed = asyncio.Event()
        self._turn = Recovery(
            Outage(log, "cannot look after accounts, retrying", "looking after accounts again"),
            background.job("accounts"),
        )
        self._administration = Recovery(
            Outage(
                log,
                "cannot use the broker's administration, retrying",
                "using the broker's administration again",
            ),
            background.job("broker administration"),
            expected=(aiomqtt.MqttError, PluginError, *AWAY),
        )

    @property
    def _hindrance(self) -> str | None:
        """Why this worker administers no broker; None if it does."""
        if self._settings.broker_admin == "none":
            return ELSEWHERE
        return UNSET if self._settings.mqtt_admin_password is None else None

    async def run(self) -> NoReturn:
        """Keep the accounts while no other worker does; retry after any error."""
        if self._hindrance is not None:
            log.warning("worker makes no accounts at the broker", extra={"why": self._hindrance})
        await keep(self._take_turn, self._turn, rest_s=SEEN_EVERY_S)

    async def _take_turn(self) -> None:
        dsn = self._settings.database_url.get_secret_value()
        async with taken(dsn, self._changed.set) as turn:
            if turn is None:
                self._administration.left_to_another()
                return
            async with asyncio.TaskGroup() as group:
                if self._hindrance is None:
                    group.create_task(
                        keep(self._administer, self._administration), name="broker administration"
                    )
                await self._look_after(turn)

    async def _look_after(self, turn: Turn) -> NoReturn:
        """Delete expired wishes and record that worker is running; raise when the turn ends."""
        while True:
            async with asyncio.timeout(SEEN_EVERY_S):
                await wishes.delete_expired(turn.connection)
                if self._hindrance is None:
                    await state.update_seen(turn.connection)
                else:
                    await state.update_not_administered(turn.connection, self._hindrance)
            raise_if_cancelled()
            self._turn.succeeded()
            if await turn.ended(SEEN_EVERY_S):
                raise ConnectionError("the database connection ended")

    async def _administer(self) -> None:
        """Administer the broker for as long as one connection lasts.

        Losing it is a failure only if no round was done by then.
        """
        established = done = False
        try:
            async with connected(self._settings) as plugin:
                established = True
                metrics.ACCOUNTS_CONNECTED.set(1)
                rounds = Rounds(self._settings, self._pool)
                while True:
                    self._changed.clear()
                    more = await rounds.run(plugin)
                    raise_if_cancelled()
                    done = True
                    self._administration.succeeded()
                    if not more:
                        await self._rest()
        except (aiomqtt.MqttError, PluginError) as error:
            metrics.ACCOUNTS_CONNECTED.set(0)
            lost = established and isinstance(error, aiomqtt.MqttError)
            await self._record(LOST if lost else _why(error))
            if not lost:
                raise
            log.info("lost the connection to the broker's administration, coming back")
            await asyncio.sleep(self._polite_s)
            if not done:
                raise
        finally:
            metrics.ACCOUNTS_CONNECTED.set(0)

    async def _record(self, error: str) -> None:
        async with self._pool.acquire(timeout=5) as connection:
            await state.update_connected(connection, error)

    async def _rest(self) -> None:
        """Wait for a notification, or until it is time to look without one."""
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._changed.wait()
        except TimeoutError:
            return


def _why(error: Exception) -> str:
    """Return why the administration cannot be used, as a sentence for its page."""
    if isinstance(error, aiomqtt.exceptions.MqttConnectError):
        return (
            f"the broker refuses the account {ADMIN_ACCOUNT} ({error}): its file has to be rendered"
            " from the database, or has another password"
        )
    if isinstance(error, aiomqtt.MqttError):
        return f"the broker cannot be reached: {error}"
    return str(error)
