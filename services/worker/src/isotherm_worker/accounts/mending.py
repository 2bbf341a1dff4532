"""Mend live what can be mended live, and say what remains."""

import logging
import time
from collections.abc import Iterable
from dataclasses import replace

from isotherm_worker import metrics
from isotherm_worker.accounts.compare import APPLY, LIVE, RENDER, ROTATE, Difference
from isotherm_worker.accounts.plugin import NOT_FOUND, Plugin, RefusedError

log = logging.getLogger(__name__)

BUDGET_S = 5.0
"""How long worker mends before it reads the database and compares again."""


async def send_mended(
    plugin: Plugin, differences: Iterable[Difference]
) -> tuple[list[Difference], bool]:
    """Mend what can be mended live, for a while; return what remains, and whether time was short.

    Raises MqttError and PluginError.
    """
    begun, mended, late = time.monotonic(), 0, False
    remaining: list[Difference] = []
    for difference in differences:
        late = late or (mended > 0 and time.monotonic() - begun >= BUDGET_S)
        # to delete a role that a client still has may crash the broker
        held_role = difference.kind == "role_surplus" and any(
            other.kind == "roles" for other in remaining
        )
        if difference.cure != LIVE or late or held_role:
            remaining.append(difference)
            continue
        try:
            await _send(plugin, difference)
        except RefusedError as error:
            remaining.append(
                replace(difference, detail=f"{difference.detail}; the broker refused it: {error}")
            )
        else:
            mended += 1
            metrics.ACCOUNTS_MENDED.labels(difference.kind).inc()
            log.warning("mended an account at the broker", extra=_fields(difference))
    return remaining, late and any(difference.cure == LIVE for difference in remaining)


async def _send(plugin: Plugin, difference: Difference) -> None:
    for document in difference.commands:
        fields = dict(document)
        command = str(fields.pop("command"))
        expected = NOT_FOUND if command.startswith("delete") else ()
        await plugin.command_if(expected, command, **fields)


def held(differences: Iterable[Difference]) -> list[Difference]:
    """Return the differences as they are shown while worker mends none."""
    return [
        replace(difference, cure=APPLY, commands=()) if difference.cure == LIVE else difference
        for difference in differences
    ]


def export_metrics(remaining: Iterable[Difference], *, is_held: bool) -> None:
    """Set the gauges of what remains."""
    cures = [difference.cure for difference in remaining]
    for cure in (LIVE, RENDER, ROTATE, APPLY):
        metrics.ACCOUNT_DIFFERENCES.labels(cure).set(cures.count(cure))
    metrics.ACCOUNTS_HELD.set(is_held)


def _fields(difference: Difference) -> dict[str, str]:
    # "name" is a log record's own
    return {
        "account": difference.name,
        "difference": difference.kind,
        "detail": difference.detail,
    }
