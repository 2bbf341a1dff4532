"""Render the broker's file of accounts from the database, before the broker starts."""

import asyncio
import logging
import os
import tempfile
from pathlib import Path

from isotherm.broker.file import Account, credential_for, generation_in, render, with_services
from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.process.connections import AWAY, connect
from isotherm.waiting.database import told
from isotherm.waiting.progress import Progress, WaitTimeoutError
from isotherm_worker.accounts.state import read_state
from isotherm_worker.accounts.wanted import read_wanted
from isotherm_worker.settings import RenderSettings

log = logging.getLogger(__name__)

_RETRY_S = 1.0
_NOTE = """
UPDATE account_state SET check_wanted_at = now(),
    broker_generation = CASE WHEN held_since IS NULL
        THEN greatest(broker_generation, $1) ELSE broker_generation END
"""


class RenderError(Exception):
    """There is no file, and none can be rendered."""


async def write_accounts(settings: RenderSettings, path: Path) -> None:
    """Write the file from the database, or keep the devices in it if they may be the newer ones.

    The services' accounts are always written, from the settings. Raise RenderError, and OSError if
    the file cannot be written.
    """
    services, existing = _services(settings), _read(path)
    progress = Progress("the broker's accounts", log.warning, timeout_s=settings.render_wait_s)
    while True:
        try:
            text = await _render(settings, services, existing)
            break
        except AWAY as error:
            why = told(error, settings.database_url.get_secret_value())
            if existing is not None:
                log.warning(
                    "cannot read accounts from the database, keeping the broker's file",
                    extra={"file": str(path), "why": why},
                )
                text = with_services(existing, services)
                break
            try:
                progress.waiting(why)
            except WaitTimeoutError:
                raise RenderError(
                    f"there is no {path}, and accounts cannot be read from the database: {why}"
                ) from None
        await asyncio.sleep(_RETRY_S)
    _write(path, text)


def _services(settings: RenderSettings) -> list[Account]:
    passwords = {
        INGEST_ACCOUNT: settings.mqtt_ingest_password,
        WORKER_ACCOUNT: settings.mqtt_worker_password,
        ADMIN_ACCOUNT: settings.mqtt_admin_password,
    }
    return [
        Account(name, credential_for(password.get_secret_value()))
        for name, password in passwords.items()
        if password is not None
    ]


def _read(path: Path) -> str | None:
    """Return the file, or None if there is none that the broker could read."""
    try:
        text = path.read_text(encoding="utf-8")
        generation_in(text)
    except FileNotFoundError:
        return None
    except ValueError:
        log.warning("the broker's file is damaged, writing another", extra={"file": str(path)})
        return None
    return text


async def _render(settings: RenderSettings, services: list[Account], existing: str | None) -> str:
    """Return the file; raise one of AWAY."""
    dsn = settings.database_url.get_secret_value()
    connection = await connect(dsn, application="isotherm-worker-render")
    try:
        async with asyncio.timeout(30):
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                row, wanted = await read_state(connection), await read_wanted(connection)
            generation = None if existing is None else generation_in(existing)
            if existing is not None and row.is_ahead(generation):
                _log_ahead(generation, row.generation)
                return with_services(existing, services)
            # noted before the broker can have it; worker then compares
            await connection.execute(_NOTE, wanted.generation)
    finally:
        connection.terminate()
    log.info(
        "rendered the broker's accounts from the database",
        extra={"devices": len(wanted.devices), "generation": wanted.generation},
    )
    return render([*services, *wanted.devices.values()], wanted.generation)


def _log_ahead(file: int | None, database: int) -> None:
    log.error(
        "the broker's file is ahead of the database, which was perhaps restored from a backup:"
        " keeping the file",
        extra={"file_generation": file, "generation": database},
    )


def _write(path: Path, text: str) -> None:
    """Replace the file in one step; only its owner can read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
