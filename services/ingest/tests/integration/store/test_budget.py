"""The budget: what is kept and what is only counted, over restarts and instances."""

import logging

import pytest
from ingest_parts import NOW, message
from ingest_world import World, balanced
from reject_books import CURABLE, DAY, DEVICE, OTHER, Books, refused

from isotherm.instants import HOUR
from isotherm.reasons import Reason
from isotherm_ingest.store.accounts import ASK_AGAIN_S
from isotherm_ingest.store.budget import ROW_BYTES, Budget, Budgets
from isotherm_ingest.store.rejects import Rejects


class Time:
    """A monotonic clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


async def test_a_hundred_of_a_device_and_reason_each_hour(books: Books) -> None:
    rejects = Rejects()
    await books.batch(rejects, *(refused() for _ in range(99)))
    await books.batch(rejects, *(refused() for _ in range(500)))
    assert await books.counted() == (599, 100, 100 * (ROW_BYTES + 1))
    next_hour = message("x", received_at=NOW + HOUR)
    await books.batch(
        rejects,
        refused(),
        refused(Reason.BAD_UNIT),
        refused(device="fridge-2"),
        refused(of=next_hour),
        refused(Reason.BAD_TOPIC, device=None),
    )
    assert len(await books.kept()) == 104
    assert await books.counted(device_name="", reason="bad_topic") == (1, 1, ROW_BYTES + 1)


async def test_a_restart_forgets_nothing_folded_or_not(books: Books) -> None:
    await books.batch(Rejects(), *(refused() for _ in range(60)))
    await books.sql.execute(
        "INSERT INTO reject_hour (device_name, hour, reason, count, kept, kept_bytes)"
        " SELECT device_name, hour, reason, count, kept, kept_bytes FROM reject_count"
    )
    await books.sql.execute("DELETE FROM reject_count")
    await books.batch(Rejects(), *(refused() for _ in range(30)))
    await books.batch(Rejects(), *(refused() for _ in range(30)))
    assert (await books.counted())[:2] == (120, 100)


async def test_what_was_rolled_back_uses_nothing(books: Books) -> None:
    rejects = Rejects()
    for _ in range(3):
        transaction = books.ingest.transaction()
        await transaction.start()
        await rejects.write(books.ingest, [refused() for _ in range(80)], "ingest-0")
        await transaction.rollback()
    await books.batch(rejects, *(refused() for _ in range(80)))
    assert (await books.counted())[:2] == (80, 80)


async def test_what_another_instance_kept_is_seen_in_time(books: Books) -> None:
    time = Time()
    one, other = Rejects(Budget(monotonic=time)), Rejects()
    await books.batch(one, refused())
    await books.batch(other, *(refused() for _ in range(70)))
    time.now += ASK_AGAIN_S + 1
    await books.batch(one, *(refused() for _ in range(70)))
    assert (await books.counted())[:2] == (141, 100)


async def test_past_its_bytes_a_device_is_only_counted_and_that_is_said(
    books: Books, caplog: pytest.LogCaptureFixture
) -> None:
    limits = Budgets(device_bytes=10 * (ROW_BYTES + 1))
    rejects = Rejects(Budget(limits))
    with caplog.at_level(logging.WARNING):
        await books.batch(rejects, *(refused(CURABLE) for _ in range(7)))
        assert not caplog.records
        await books.batch(rejects, *(refused(CURABLE) for _ in range(7)))
        await books.batch(rejects, refused(CURABLE), refused(Reason.TOO_MANY_CHANNELS))
    [said] = caplog.records
    assert (said.message, said.__dict__["device"]) == ("rejects are not kept", DEVICE)
    assert (await books.counted())[:2] == (16, 10)
    await books.batch(Rejects(Budget(limits)), refused(CURABLE))
    assert (await books.counted())[:2] == (17, 10), "also after a restart"
    next_day = message("x", received_at=NOW + DAY)
    await books.batch(rejects, refused(CURABLE, next_day), refused(CURABLE, device="fridge-2"))
    assert (await books.counted())[:2] == (19, 12)


async def test_poison_takes_half_of_the_whole_budget_at_most(books: Books) -> None:
    rejects = Rejects(Budget(Budgets(total_bytes=20 * (ROW_BYTES + 1))))
    await books.batch(
        rejects,
        *(refused(device=f"d{n}") for n in range(30)),
        *(refused(CURABLE) for _ in range(8)),
    )
    assert (await books.counted(reason=CURABLE.value))[:2] == (8, 8)
    assert (await books.counted(reason=OTHER.value))[:2] == (30, 2)
    await books.batch(rejects, *(refused(CURABLE) for _ in range(30)))
    assert (await books.counted())[1] == 20
    await books.batch(Rejects(rejects.budget), refused(CURABLE, device="d0"))
    assert (await books.counted())[1] == 20


async def test_keys_of_long_ago_are_forgotten(books: Books) -> None:
    rejects = Rejects()
    for number in range(3):
        devices = (f"d{number}-{n}" for n in range(8_000))
        await books.batch(rejects, *(refused(device=each) for each in devices))
    await books.batch(rejects, refused(device="d0-0"))
    assert await books.counted(device_name="d0-0") == (2, 2, 2 * (ROW_BYTES + 1))


async def test_the_budget_is_a_setting_and_the_ledger_counts_beyond_it(world: World) -> None:
    local = '{"value": 1, "time": "2026-01-01T00:00:00"}'
    cost = ROW_BYTES + len(local)
    async with world.ingest(reject_device_bytes=3 * cost):
        await world.send(*[local] * 10, f"[{local}, {local}]")
        await world.refused(12)
    assert await world.count("reject") == 3
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["rejected"] == 12
