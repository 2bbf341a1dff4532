"""`GET /watch`: what is wrong, for everyone; the volumes, for those who may see every site."""

from typing import Any

from watched import broker, instance


async def test_everyone_who_may_see_every_site_reads_the_same_document(
    api: Any, world: Any
) -> None:
    await world.grant(await world.site("s"), "viewer", username="vera")
    await broker(world, connected=False)
    await instance(world, "ingest-0", 1)
    documents = []
    for person in ("vera", "ada"):
        document = await api.get(person, "/watch")
        for part in (document["broker"], *document["instances"]):
            assert part.pop("tick_age_s") > 0
        documents.append(document)
    assert documents[0] == documents[1]
    assert sorted(documents[0]) == ["alerts", "all_arrive", "broker", "instances", "ledger"]
    assert (await api.ask("", "/watch")).status_code == 401


async def test_others_learn_what_is_wrong_but_no_volumes(api: Any, world: Any) -> None:
    await world.grant(await world.site("s"), "viewer", username="vera")
    await world.site("other")
    await broker(world)
    await instance(world, "ingest-0", 1)
    alerts = {"blind": "No ingest takes readings.", "lost": "112 messages", "queued": "7 wait"}
    for kind, detail in alerts.items():
        await world.connection.execute(
            "INSERT INTO alert (kind, cause, since, count, detail)"
            " VALUES ($1, $1, now(), 112, $2)",
            kind, detail,
        )  # fmt: skip
    await world.connection.execute(
        "INSERT INTO broker_drop (since, until, count)"
        " VALUES (now() - interval '20 minutes', now() - interval '19 minutes', 112)"
    )
    await world.connection.execute(
        "INSERT INTO ledger_difference (kind, hour, expected, found, since)"
        " VALUES ('elements', date_trunc('hour', now()), 5432, 5431, now())"
    )
    whole = await api.get("ada", "/watch")
    assert whole["ledger"]["differences"][0]["expected"] == 5432
    watch = await api.get("vera", "/watch")
    # When the loss ended is no volume: without it, a loss that is over is told as one that goes on.
    assert watch["broker"]["last_drop"] == whole["broker"]["dropped"]["last"]["to"]
    assert watch["broker"]["dropped"] is watch["broker"]["queued"] is None
    assert watch["broker"]["connected"]
    assert [ingest["waiting"] for ingest in watch["instances"]] == [None]
    assert watch["ledger"]["differences"] == []
    assert [(alert["kind"], alert["count"], alert["detail"]) for alert in watch["alerts"]] == [
        ("blind", None, alerts["blind"]), ("lost", None, ""), ("queued", None, ""),
    ]  # fmt: skip
    assert not watch["all_arrive"]
    await world.connection.execute("UPDATE alert SET until = now()")
    assert not (await api.get("vera", "/watch"))["all_arrive"]  # the difference is still open
    await world.connection.execute("UPDATE ledger_difference SET until = now()")
    assert (await api.get("vera", "/watch"))["all_arrive"]
