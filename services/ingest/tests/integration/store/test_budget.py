"""The budget: what is kept and what is only counted, over restarts and instances."""

import logging

import pytest
from ingest_parts import NOW, message
from ingest_world import World, balanced
from reject_books import CURABLE, DAY, DEVICE, OTHER, Books, cost, refused

from isotherm.instants import HOUR
from isotherm.reasons import CURABLE as CURABLE_REASONS
from isotherm.reasons import Reason
from isotherm_ingest.store.accounts import ASK_AGAIN_S
from isotherm_ingest.store.budget import ROW_BYTES, Budget, Budgets
from isotherm_ingest.store.rejects import Rejects


class Time:
    """A monotonic clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time (s)."""
        return self.now


async def test_100_rejects_are_kept_per_device_reason_and_hour(books: Books) -> None:
    rejects = Rejects()
    await books.batch(rejects, *(refused() for _ in range(99)))
    await books.batch(rejects, *(refused() for _ in range(500)))
    assert await books.counted() == (599, 100, 100 * cost(refused()))
    next_hour = message("x", received_at=NOW + HOUR)
    await books.batch(
        rejects,
        refused(),
        refused(Reason.BAD_UNIT),
        refused(device="fridge-2"),
        refused(of=next_hour),
        unnamed := refused(Reason.BAD_TOPIC, device=None),
    )
    assert len(await books.kept()) == 104
    assert await books.counted(device_name="", reason="bad_topic") == (1, 1, cost(unnamed))


async def test_a_restart_forgets_no_count_folded_or_not(books: Books) -> None:
    await books.batch(Rejects(), *(refused() for _ in range(60)))
    await books.sql.execute(
        "INSERT INTO reject_hour (device_name, hour, reason, count, kept, kept_bytes)"
        " SELECT device_name, hour, reason, count, kept, kept_bytes FROM reject_count"
    )
    await books.sql.execute("DELETE FROM reject_count")
    await books.batch(Rejects(), *(refused() for _ in range(30)))
    await books.batch(Rejects(), *(refused() for _ in range(30)))
    assert (await books.counted())[:2] == (120, 100)


async def test_a_rolled_back_batch_uses_no_budget(books: Books) -> None:
    rejects = Rejects()
    for _ in range(3):
        transaction = books.ingest.transaction()
        await transaction.start()
        await rejects.write(books.ingest, [refused() for _ in range(80)], "ingest-0")
        await transaction.rollback()
    await books.batch(rejects, *(refused() for _ in range(80)))
    assert (await books.counted())[:2] == (80, 80)


async def test_rejects_kept_by_another_instance_count_after_a_while(books: Books) -> None:
    time = Time()
    first, other = Rejects(Budget(monotonic=time)), Rejects()
    await books.batch(first, refused())
    await books.batch(other, *(refused() for _ in range(70)))
    time.now += ASK_AGAIN_S + 1
    await books.batch(first, *(refused() for _ in range(70)))
    assert (await books.counted())[:2] == (141, 100)


async def test_beyond_its_bytes_a_devices_rejects_are_only_counted_with_a_warning(
    books: Books, caplog: pytest.LogCaptureFixture
) -> None:
    limits = Budgets(device_bytes=10 * cost(refused(Reason.TOO_MANY_CHANNELS)))
    rejects = Rejects(Budget(limits))
    with caplog.at_level(logging.WARNING):
        await books.batch(rejects, *(refused(CURABLE) for _ in range(7)))
        assert not caplog.records
        await books.batch(rejects, *(refused(CURABLE) for _ in range(7)))
        await books.batch(rejects, refused(CURABLE), refused(Reason.TOO_MANY_CHANNELS))
    [warning] = caplog.records
    assert (warning.message, warning.__dict__["device"]) == ("rejects are not kept", DEVICE)
    assert (await books.counted())[:2] == (16, 10)
    await books.batch(Rejects(Budget(limits)), refused(CURABLE))
    assert (await books.counted())[:2] == (17, 10), "also after a restart"
    next_day = message("x", received_at=NOW + DAY)
    await books.batch(rejects, refused(CURABLE, next_day), refused(CURABLE, device="fridge-2"))
    assert (await books.counted())[:2] == (19, 12)


async def test_incurable_rejects_take_at_most_half_of_a_devices_budget(books: Books) -> None:
    """However many reasons and hours they are of; curable ones have the rest."""
    limits = Budgets(device_bytes=40 * cost(refused(Reason.TOO_MANY_CHANNELS)))
    rejects = Rejects(Budget(limits))
    incurable = [reason for reason in Reason if reason not in CURABLE_REASONS]
    for hour in range(3):
        of = message("x", received_at=NOW + hour * HOUR)
        await books.batch(rejects, *(refused(reason, of) for reason in incurable for _ in range(9)))
    _, kept, kept_bytes = await books.counted()
    assert kept > 15
    assert kept_bytes <= limits.device_bytes // 2
    await books.batch(Rejects(Budget(limits)), *(refused(CURABLE) for _ in range(60)))
    assert (await books.counted(reason=CURABLE.value))[1] >= 20
    assert (await books.counted())[2] <= limits.device_bytes
    await books.batch(rejects, refused(device="fridge-2"))
    assert (await books.counted(device_name="fridge-2"))[1] == 1


async def test_incurable_rejects_take_at_most_half_of_the_total_budget(books: Books) -> None:
    rejects = Rejects(Budget(Budgets(total_bytes=20 * cost(refused(CURABLE)))))
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
        await books.batch(rejects, *(refused(device=device) for device in devices))
    await books.batch(rejects, refused(device="d0-0"))
    assert await books.counted(device_name="d0-0") == (2, 2, 2 * cost(refused(device="d0-0")))


async def test_the_ledger_counts_rejects_beyond_the_configured_budget(world: World) -> None:
    local = '{"value": 1, "time": "2026-01-01T00:00:00"}'
    async with world.ingest(reject_device_bytes=3 * (ROW_BYTES + len(local) + 150)):
        await world.send(*[local] * 10, f"[{local}, {local}]")
        await world.refused(12)
    assert await world.count("reject") == 3
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["rejected"] == 12
