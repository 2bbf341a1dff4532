"""How far a device's newest password has come on its way to the broker. Pure."""

from datetime import datetime
from typing import Literal, NamedTuple

import asyncpg

from isotherm.sealing import VALID
from isotherm_api.administration import AdministrationWord

CredentialWord = Literal["none", "waiting", "applied", "expired", "failed", "elsewhere"]


class CredentialState(NamedTuple):
    """The state of a password, and what the broker said if it refused the account."""

    word: CredentialWord
    error: str | None


def judge_credential(
    row: asyncpg.Record, administration: AdministrationWord, now: datetime
) -> CredentialState:
    """Judge a row of `queries.load_page`.

    A password that worker has not applied within ten minutes cannot be opened any more. Before the
    first comparison of database and broker nothing is known of passwords that came by the file.
    """
    if administration == "none":
        return CredentialState("elsewhere", None)
    if row["credential_at"] is None or row["removed_at"] is not None:
        return CredentialState("none", None)
    if row["account_version"] == row["credential_version"] and row["wished_at"] is None:
        return CredentialState("applied", row["account_error"])
    asked_at = row["wished_at"] or row["credential_at"]
    if row["account_error"] is not None and row["account_error_at"] >= asked_at:
        return CredentialState("failed", row["account_error"])
    if row["wished_at"] is None:
        return CredentialState("expired" if row["accounts_checked"] else "waiting", None)
    return CredentialState("waiting" if now < row["wished_at"] + VALID else "expired", None)
