"""Wishes wait in their order until they are applied, expire, or have become pointless."""

from account_rows import AccountRows

from isotherm_worker.accounts.wishes import (
    delete_expired,
    load_wishes,
    update_applied,
    update_failed,
)

_NAMES = "SELECT array_agg(name ORDER BY name) FROM credential_wish JOIN device ON id = device_id"


async def waiting(rows: AccountRows) -> list[str]:
    """Return the devices whose wishes wait, in their order."""
    return [wish.account.username for wish in await load_wishes(rows.sql)]


async def recorded(rows: AccountRows, name: str) -> tuple[int, str | None]:
    """Return the version that the broker has, as recorded, and what is wrong."""
    row = await rows.account(name)
    assert row is not None
    assert (row["error"] is None) == (row["error_at"] is None)
    return row["version"], row["error"]


async def age(rows: AccountRows, name: str, interval: str) -> None:
    """Make a wish older."""
    await rows.sql.execute(
        "UPDATE credential_wish SET requested_at = requested_at - $2::text::interval"
        " FROM device WHERE id = device_id AND name = $1",
        name,
        interval,
    )


async def test_the_oldest_wish_comes_first_and_a_refused_one_last(rows: AccountRows) -> None:
    for name in ("newest", "oldest", "refused"):
        await rows.register(name)
    await age(rows, "oldest", "1 min")
    await age(rows, "refused", "2 min")
    [refused, *_] = await load_wishes(rows.sql)
    await update_failed(rows.sql, refused, "no")
    assert await waiting(rows) == ["oldest", "newest", "refused"]
    await rows.rotate("refused")
    await age(rows, "refused", "30 s")
    await rows.sql.execute("UPDATE broker_account SET error_at = now() - interval '40 s'")
    assert await waiting(rows) == ["oldest", "refused", "newest"]


async def test_a_wish_holds_what_the_broker_shall_get(rows: AccountRows) -> None:
    await rows.register("fridge")
    password = await rows.rotate("fridge")
    await rows.change("fridge", "disabled_at = now()")
    [wish] = await load_wishes(rows.sql)
    assert (wish.account.username, wish.account.disabled, wish.version) == ("fridge", True, 2)
    assert wish.password(rows.key) == password


async def test_pointless_and_expired_wishes_are_not_loaded_and_deleted(rows: AccountRows) -> None:
    for name in ("removed", "replaced", "expired", "recent"):
        await rows.register(name)
    await rows.change("removed", "removed_at = now()")
    await rows.change("replaced", "credential_version = credential_version + 1")
    await age(rows, "expired", "10 min 1 s")
    await age(rows, "recent", "9 min")
    assert await waiting(rows) == ["recent"]
    await delete_expired(rows.sql)
    assert await rows.sql.fetchval(_NAMES) == ["recent"]


async def test_an_applied_wish_is_deleted_and_recorded_but_no_newer_one(rows: AccountRows) -> None:
    await rows.register("fridge")
    [wish] = await load_wishes(rows.sql)
    await update_failed(rows.sql, wish, "no")
    await rows.rotate("fridge")
    await update_applied(rows.sql, wish)
    assert await recorded(rows, "fridge") == (1, None)
    [newer] = await load_wishes(rows.sql)
    await update_applied(rows.sql, newer)
    assert await recorded(rows, "fridge") == (2, None)
    assert await rows.sql.fetchval(_NAMES) is None


async def test_a_failed_wish_waits_and_leaves_the_old_password_recorded(rows: AccountRows) -> None:
    await rows.register("fridge")
    [wish] = await load_wishes(rows.sql)
    await update_failed(rows.sql, wish, "no")
    assert await recorded(rows, "fridge") == (0, "no")
    await update_applied(rows.sql, wish)
    await rows.rotate("fridge")
    [newer] = await load_wishes(rows.sql)
    await update_failed(rows.sql, newer, "again")
    assert await recorded(rows, "fridge") == (1, "again")
    assert await load_wishes(rows.sql) == [newer]
