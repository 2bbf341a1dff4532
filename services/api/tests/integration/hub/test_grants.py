"""A change of grants applies to the open streams."""

import asyncio
from typing import Any

import pytest
from failing_database import FailingDatabase
from live_parts import Served, speak
from prometheus_client import CollectorRegistry

from isotherm_api.access import Access
from isotherm_api.hub.grants import GrantFollower
from isotherm_api.hub.streams import Streams
from isotherm_api.metrics import Metrics

HANG_S = 20
"""A hang limit, not a measure."""


async def test_a_revoked_grant_silences_the_open_stream(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera, served.stream("ada") as ada:
        await world.connection.execute("DELETE FROM access_grant")
        await vera.next("grants")
        await speak(world, channels["here"], 9.0)
        await ada.next("latest")
        assert (await vera.event())[0] == "heartbeat"
        site = await world.connection.fetchval("SELECT id FROM site WHERE slug = 'there'")
        await world.grant(site, "viewer", username="vera")
        await vera.next("grants")
        await speak(world, channels["there"], 3.0)
        assert (await vera.next("latest"))["sensors"][0]["id"] == "there/fridge"


def follower(api: Any, *, recheck_s: float = HANG_S) -> tuple[GrantFollower, Streams]:
    """Return a follower that has applied all grants, and the streams it follows."""
    streams = Streams(6, Metrics.make(CollectorRegistry()))
    return GrantFollower(api.services.grants, streams, recheck_s=recheck_s), streams


async def verified(api: Any, username: str) -> Access:
    """Return the access of a user."""
    caller = await api.services.verifier.verify(api.realm.token(username))
    access: Access = await api.services.grants.access(caller)
    return access


async def test_only_the_grants_of_new_clients_are_read_when_one_joins(api: Any, world: Any) -> None:
    here = await world.site("here")
    grants, streams = follower(api)
    with streams.open(await verified(api, "vera"), None, None) as early:
        grants.joined()
        await grants.step()
        with streams.open(await verified(api, "otto"), None, None) as late:
            await world.grant(here, "viewer", username="vera")
            await world.grant(here, "operator", username="otto")
            grants.joined()
            await grants.step()
            assert (early.access.sees(here), late.access.sees(here)) == (False, True)
            grants.changed()
            await grants.step()
            assert early.access.sees(here)


async def test_without_a_notification_all_grants_are_read_again_after_a_while(
    api: Any, world: Any
) -> None:
    here = await world.site("here")
    grants, streams = follower(api, recheck_s=0.01)
    with streams.open(await verified(api, "vera"), None, None) as vera:
        grants.joined()
        await grants.step()
        await world.grant(here, "viewer", username="vera")
        async with asyncio.timeout(HANG_S):
            await grants.step()
        assert vera.access.sees(here)


async def test_grants_that_could_not_be_read_are_read_at_the_next_step(
    api: Any, world: Any
) -> None:
    here = await world.site("here")
    grants, streams = follower(api)
    with streams.open(await verified(api, "vera"), None, None) as vera:
        await world.grant(here, "viewer", username="vera")
        failing = FailingDatabase(api.services.database, ConnectionError(), failures=1)
        api.services.grants._database = failing
        grants.joined()
        with pytest.raises(ConnectionError):
            await grants.step()
        assert streams.joined == {vera}
        async with asyncio.timeout(HANG_S):
            await grants.step()
        assert vera.access.sees(here)
        assert streams.joined == set()
