"""A password is waiting until the broker has it, has refused it, or nobody can open it any more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_api.devices.credential import CredentialWord, judge_credential

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def row(**changes: Any) -> Any:
    """Return the password's columns of `queries.load_page`: it was made a minute ago, and waits."""
    return {
        "removed_at": None,
        "credential_version": 2,
        "credential_at": NOW - MINUTE,
        "wished_at": NOW - MINUTE,
        "account_version": 1,
        "account_error": None,
        "account_error_at": None,
        "accounts_checked": True,
    } | changes


def word(**changes: Any) -> CredentialWord:
    """Return the state of such a password."""
    return judge_credential(row(**changes), "mosquitto", NOW).word


def test_a_password_waits_ten_minutes_for_worker() -> None:
    assert word() == "waiting"
    assert word(wished_at=NOW - 10 * MINUTE + SECOND) == "waiting"
    assert word(wished_at=NOW - 10 * MINUTE) == "expired"


def test_a_password_that_the_broker_has_is_applied() -> None:
    assert word(account_version=2, wished_at=None) == "applied"
    # another one is on its way
    assert word(account_version=2) == "waiting"


@pytest.mark.parametrize("changes", [{"credential_at": None}, {"removed_at": NOW}])
def test_without_a_device_or_a_password_there_is_none(changes: dict[str, Any]) -> None:
    assert word(account_version=2, wished_at=None, **changes) == "none"


def test_accounts_of_somebody_else_are_not_judged() -> None:
    applied = row(account_version=2, wished_at=None, account_error="not authorised")
    assert judge_credential(applied, "none", NOW) == ("elsewhere", None)


@pytest.mark.parametrize("wished_at", [NOW - MINUTE, None], ids=["a wish", "no wish"])
def test_only_what_the_broker_refused_since_the_password_was_made_is_a_failure(
    wished_at: datetime | None,
) -> None:
    refused = row(account_error="Internal error", account_error_at=NOW - MINUTE)
    state = judge_credential(refused | {"wished_at": wished_at}, "mosquitto", NOW)
    assert state == ("failed", "Internal error")
    earlier = refused | {"wished_at": wished_at, "account_error_at": NOW - MINUTE - SECOND}
    assert judge_credential(earlier, "mosquitto", NOW).word != "failed"


def test_an_applied_password_keeps_the_brokers_latest_error() -> None:
    applied = row(
        account_version=2, wished_at=None, account_error="Internal error", account_error_at=NOW
    )
    assert judge_credential(applied, "mosquitto", NOW) == ("applied", "Internal error")


def test_a_password_without_a_wish_is_expired_once_accounts_were_compared() -> None:
    assert word(wished_at=None) == "expired"
    assert word(wished_at=None, accounts_checked=False) == "waiting"
