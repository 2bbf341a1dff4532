"""Rejects: kept with everything that a replay needs, in a few statements."""

from ingest_parts import NOW, message
from reject_books import CURABLE, Books, refused

from isotherm.reasons import RULES, Reason
from isotherm_ingest.batch.elements import Refusal
from isotherm_ingest.store.budget import ROW_BYTES
from isotherm_ingest.store.rejects import SHOWN_BYTES, Rejects


async def test_4_kib_of_an_incurable_reject_are_kept(books: Books) -> None:
    await books.batch(
        Rejects(), *(refused(of=message(b"y" * length)) for length in (SHOWN_BYTES, 5000))
    )
    short, long = await books.kept()
    assert (len(short["payload"]), short["whole"]) == (SHOWN_BYTES, True)
    assert (len(long["payload"]), long["payload_bytes"], long["whole"]) == (4096, 5000, False)


async def test_a_curable_reject_is_kept_whole_with_everything_a_replay_needs(books: Books) -> None:
    long = '{"value": 1, "time": "2026-01-01T00:00:00", "pad": "' + "p" * 9000 + '"}'
    array = message(f'[{{"value": 2}}, {long}, {long}]', retained=True)
    alone = message(long, topic="sensors/fridge-1/b")
    await books.batch(
        Rejects(),
        *(refused(CURABLE, array, index=n, instant=NOW - 1, unsure=True) for n in (1, 2)),
        refused(CURABLE, alone, instant=NOW),
    )
    first, second, third = await books.kept()
    for row in (first, second, third):
        assert (bytes(row["payload"]), row["whole"]) == (long.encode(), True)
    assert first["message"] == second["message"] is not None
    assert third["message"] is None
    assert (first["retained"], first["time_unsure"], first["element"]) == (True, True, 1)
    assert (third["retained"], third["time_unsure"], third["element"]) == (False, False, None)
    assert (first["received_at"] - first["published_at"]).microseconds == 1
    assert third["published_at"] == third["received_at"]


async def test_short_elements_of_any_reason_are_kept_whole(books: Books) -> None:
    """So that later rules can replay them; each with its own bytes, never with its message's."""
    array = message(b'[{"value": "warm"}, {"value": NaN, "unit": "%"}, 7]')
    broken = message(b'[{"value": 1}, {"value": "warm"}')
    await books.batch(
        Rejects(),
        *(refused(of=array, index=n, instant=NOW) for n in (1, 2)),
        refused(of=broken, index=1, instant=NOW),
    )
    second, third, lost = await books.kept()
    assert [bytes(row["payload"]) for row in (second, third)] == [
        b'{"value": NaN, "unit": "%"}',
        b"7",
    ]
    assert [row["whole"] for row in (second, third, lost)] == [True, True, False]
    assert second["message"] == third["message"] is not None
    assert {row["rules"] for row in (second, third, lost)} == {RULES}


async def test_a_flood_of_rejects_takes_few_statements(books: Books) -> None:
    rejects, asked = Rejects(), list[str]()
    flood = [refused(device=f"d{n % 10}") for n in range(10_000)]
    books.ingest.add_query_logger(lambda record: asked.append(record.query))
    await books.batch(rejects, *flood)
    first, asked[:] = len(asked), []
    await books.batch(rejects, *flood)
    assert first <= 12
    assert len(asked) <= 4
    assert (await books.counted())[:2] == (20_000, 1000)


async def test_a_topic_longer_than_any_valid_one_is_cut_and_its_length_kept(books: Books) -> None:
    longest = "sensors/" + "d" * 64 + "/" + "c" * 64
    for topic in (longest, longest + "c", "sensors/fridge-1/" + "é" * 30_000):
        await books.batch(Rejects(), refused(Reason.BAD_TOPIC, message("1", topic=topic)))
    whole, longer, wide = await books.kept()
    assert (whole["topic"], whole["topic_bytes"]) == (longest, None)
    assert (longer["topic"], longer["topic_bytes"]) == (longest, 138)
    assert (wide["topic"], wide["topic_bytes"]) == ("sensors/fridge-1/" + "é" * 60, 60_017)


async def test_everything_that_is_kept_of_a_reject_is_counted(books: Books) -> None:
    """Within the budgets, whichever text of a message is long, and whether it is curable or not."""
    rejects = Rejects()
    for reason in Reason:
        for text in ("x", "é" * 300, "\U0001f600" * 20_000, "\0" * 60_000, "\ud800" * 100):
            of = message(text.encode("utf-8", "replace"), topic=f"sensors/fridge-1/{text}")
            row = refused(reason, of)
            row.refusal = Refusal(reason, text)
            await books.batch(rejects, row)
    stored = await books.sql.fetchval(
        "SELECT sum(octet_length(topic) + octet_length(detail) + octet_length(payload)"
        " + octet_length(device_name) + octet_length(channel_name) + octet_length(reason))"
        " FROM reject"
    )
    count, kept, kept_bytes = await books.counted()
    assert count == kept == len(Reason) * 5
    assert kept_bytes == stored + kept * ROW_BYTES
    longest = await books.sql.fetchval(
        "SELECT max(octet_length(topic) + octet_length(detail)) FROM reject"
    )
    assert longest <= 2048


async def test_rejects_are_counted_by_known_channels(books: Books) -> None:
    """Devices can make up any number of names, which must not become as many rows."""
    await books.sql.execute(
        "SELECT propose_channels(ARRAY['fridge-1', 'fridge-1'], ARRAY['a', 'b'])"
    )
    names = ["a", "a", "b", None, *(f"made-up-{number}" for number in range(500))]
    rows = [refused() for _ in names]
    for row, name in zip(rows, names, strict=True):
        row.channel = name
    await books.batch(Rejects(), *rows)
    counts = await books.sql.fetch(
        "SELECT channel_name, count, kept, kept_bytes FROM reject_count ORDER BY channel_name"
    )
    assert [(row["channel_name"], row["count"], row["kept"]) for row in counts] == [
        ("", 501, 97),
        ("a", 2, 2),
        ("b", 1, 1),
    ]
    assert sum(row["kept_bytes"] for row in counts) == (await books.counted())[2] > 0
