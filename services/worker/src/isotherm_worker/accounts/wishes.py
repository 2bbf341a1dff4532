"""Wishes for new passwords: those that wait, those that expired, and the results of others."""

import logging
from dataclasses import dataclass

from isotherm.broker.file import Account, Credential, is_password_of
from isotherm.database import Connection
from isotherm.sealing import VALID, SealError, unseal
from isotherm_worker import metrics

log = logging.getLogger(__name__)

_LOAD = """
SELECT device_id, d.name, d.credential_salt, d.credential_hash, w.version, w.sealed,
    d.disabled_at IS NOT NULL AS disabled
FROM credential_wish w JOIN device d ON d.id = w.device_id
LEFT JOIN broker_account a ON a.name = d.name
WHERE d.removed_at IS NULL AND w.version = d.credential_version AND d.credential_hash IS NOT NULL
    AND w.requested_at >= now() - $1::interval
ORDER BY coalesce(a.error_at >= w.requested_at, false), w.requested_at, d.name
"""
_DELETE_EXPIRED = """
DELETE FROM credential_wish w USING device d
WHERE d.id = w.device_id AND w.requested_at < now() - $1::interval RETURNING d.name
"""
_DELETE_POINTLESS = """
DELETE FROM credential_wish w USING device d
WHERE d.id = w.device_id AND (d.removed_at IS NOT NULL OR w.version < d.credential_version)
"""
_DELETE = "DELETE FROM credential_wish WHERE device_id = $1 AND version = $2"
_APPLIED = """
INSERT INTO broker_account (name, version, disabled, applied_at) VALUES ($1, $2, $3, now())
ON CONFLICT (name) DO UPDATE SET version = $2, disabled = $3, applied_at = now(),
    error = NULL, error_at = NULL
"""
_FAILED = """
INSERT INTO broker_account (name, version, disabled, applied_at, error, error_at)
VALUES ($1, 0, $2, now(), $3, now())
ON CONFLICT (name) DO UPDATE SET error = $3, error_at = now()
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """A new password for a device, still sealed; `version` is the device's credential version."""

    device_id: int
    account: Account
    version: int
    sealed: bytes

    def password(self, key: str) -> str:
        """Return the password; raise `isotherm.sealing.SealError`, also if it is another one.

        What was sealed for an earlier version, or for a deleted device of this name, opens as well.
        """
        password = unseal(key, self.account.username, self.sealed)
        if not is_password_of(self.account.credential, password):
            raise SealError("sealed for another version")
        return password


async def load_wishes(connection: Connection) -> list[Wish]:
    """Return the wishes that wait, oldest first, and last those that were refused before."""
    return [
        Wish(
            row["device_id"],
            Account(
                row["name"],
                Credential(row["credential_salt"], row["credential_hash"]),
                row["disabled"],
            ),
            row["version"],
            row["sealed"],
        )
        for row in await connection.fetch(_LOAD, VALID)
    ]


async def delete_expired(connection: Connection) -> None:
    """Delete wishes that waited ten minutes, or whose device is removed or password replaced."""
    await connection.execute(_DELETE_POINTLESS)
    for row in await connection.fetch(_DELETE_EXPIRED, VALID):
        metrics.CREDENTIAL_WISHES.labels("expired").inc()
        log.warning(
            "a new password waited for ten minutes and was deleted: make another",
            extra={"device": row["name"]},
        )


async def update_applied(connection: Connection, wish: Wish) -> None:
    """Record that the broker has the password, and delete the wish."""
    account = wish.account
    async with connection.transaction():
        await connection.execute(_DELETE, wish.device_id, wish.version)
        await connection.execute(_APPLIED, account.username, wish.version, account.disabled)
    metrics.CREDENTIAL_WISHES.labels("applied").inc()
    log.info("the broker has a new password", extra={"device": account.username})


async def update_failed(connection: Connection, wish: Wish, why: str) -> None:
    """Record why the broker did not take the password; the wish stays until it expires."""
    await connection.execute(_FAILED, wish.account.username, wish.account.disabled, why)
    metrics.CREDENTIAL_WISHES.labels("refused").inc()
    log.warning(
        "a new password was not applied, trying again until it expires",
        extra={"device": wish.account.username, "why": why},
    )
