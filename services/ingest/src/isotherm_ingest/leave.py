"""`isotherm-ingest leave`: before its pod stops, leave the broker if the pod is scaled away.

Only Kubernetes knows whether a pod comes back. If it does, its session stays with the broker and
keeps its share of messages; if not, what the session would hold is delivered to nobody. Whatever
happens here, the stop goes on.
"""

import asyncio
import logging

from isotherm.process.connections import AWAY, connect
from isotherm_ingest.drain import RefusedError, request_leave, until_gone
from isotherm_ingest.settings import LeaveSettings
from isotherm_ingest.statefulset import UnansweredError, namespace_in, pod_of, read_scale

log = logging.getLogger(__name__)


async def leave(settings: LeaveSettings, timeout_s: float) -> None:
    """Leave the broker for good if this pod does not come back; raise nothing, log what happens."""
    try:
        async with asyncio.timeout(timeout_s):
            if reason := await _reason_to_stay(settings):
                log.info("staying with the broker", extra={"reason": reason})
                return
            log.info("leaving the broker: this pod is scaled away")
            await _drain(settings)
            log.info("left the broker")
    except UnansweredError as error:
        log.warning(
            "staying with the broker: it is unknown whether this pod is scaled away",
            extra={"why": str(error)},
        )
    except RefusedError as error:
        log.warning("staying with the broker", extra={"why": str(error)})
    except TimeoutError:
        log.warning(
            "not left the broker in time: start this instance again, then drain it",
            extra={"timeout_s": timeout_s},
        )
    except AWAY as error:
        log.warning(
            "not left the broker: the database is unavailable",
            extra={"why": " ".join(str(error).split()) or type(error).__name__},
        )


async def _reason_to_stay(settings: LeaveSettings) -> str | None:
    """Return why this pod stays with the broker, or None if it is scaled away."""
    pod = pod_of(settings.instance, settings.statefulset)
    namespace = settings.namespace or namespace_in(settings.service_account)
    scale = await asyncio.to_thread(
        read_scale, namespace, pod.statefulset, settings.service_account
    )
    if scale.deleted:
        return f"the StatefulSet {pod.statefulset} is being deleted"
    if scale.keeps(pod.ordinal):
        return "this pod comes back"
    return None


async def _drain(settings: LeaveSettings) -> None:
    dsn = settings.database_url.get_secret_value()
    connection = await connect(dsn, application="isotherm-ingest-leave")
    try:
        await request_leave(connection, settings.instance)
        await until_gone(connection, settings.instance)
    finally:
        connection.terminate()
