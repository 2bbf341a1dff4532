"""`GET /watch`: one document for everyone who is signed in."""

from typing import Any

from watched import broker, instance


async def test_everyone_signed_in_reads_the_same_document(api: Any, world: Any) -> None:
    await world.grant(await world.site("s"), "viewer", username="vera")
    await broker(world, connected=False)
    await instance(world, "ingest-0", 1)
    documents = []
    for person in ("nobody", "vera", "ada"):
        document = await api.get(person, "/watch")
        for part in (document["broker"], *document["instances"]):
            assert part.pop("tick_age_s") > 0
        documents.append(document)
    assert documents[0] == documents[1] == documents[2]
    assert sorted(documents[0]) == ["alerts", "broker", "instances", "ledger"]
    assert (await api.ask("", "/watch")).status_code == 401
