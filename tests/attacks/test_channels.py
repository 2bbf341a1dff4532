"""A gateway that invents channels takes its own 64, a bounded number of rows, and nothing else."""

import asyncio

import asyncpg

from attack_mqtt import publish_all
from attack_sizes import Sizes
from e2e_stack import Stack
from isotherm.names import MOST_CHANNELS, topic
from sign_in import bearer, plain_client

GATEWAY, OTHER = "northgate-spare", "linden-spare"
HANG_S = 300
NEW_A_DAY = 256
OF_GATEWAY = "FROM channel c JOIN device d ON d.id = c.device_id WHERE d.name = $1"

SILENT = """
UPDATE channel SET proposed_at = now() - interval '2 hours' WHERE name LIKE 'ble-%'
AND device_id = (SELECT id FROM device WHERE name = $1)
"""
UNHEARD = """
UPDATE latest SET received_at = now() - interval '2 hours' WHERE channel_id IN (
    SELECT c.id FROM channel c JOIN device d ON d.id = c.device_id
    WHERE d.name = $1 AND c.name LIKE 'ble-%')
"""
COUNTED = """
SELECT (SELECT coalesce(sum(count), 0) FROM reject_counted WHERE device_name = $1)
     + (SELECT count(*) FROM reading r JOIN channel c ON c.id = r.channel_id
        JOIN device d ON d.id = c.device_id WHERE d.name = $1 AND c.name LIKE 'ble-_-%') >= $2
"""


async def _until(owner: asyncpg.Connection, condition: str, *values: object) -> None:
    async with asyncio.timeout(HANG_S):
        while not await owner.fetchval(condition, *values):
            await owner.fetchval("SELECT pg_sleep(0.1)")


async def test_ever_new_names_take_64_channels_and_are_all_counted(
    stack: Stack, owner: asyncpg.Connection, ada: str, sizes: Sizes
) -> None:
    used = await owner.fetchval(f"SELECT count(*) {OF_GATEWAY}", GATEWAY)
    rejected = "SELECT coalesce(sum(count), 0) FROM reject_counted WHERE device_name = $1"
    before = await owner.fetchval(rejected, GATEWAY)
    names = [f"ble-{number:012x}" for number in range(sizes.names)]
    password = stack.device_password(GATEWAY)
    messages = [(topic(GATEWAY, name), b"4.5") for name in names]
    async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
        group.create_task(publish_all(stack.broker, GATEWAY, password, messages), name="names")
        async with stack.device(OTHER) as device:
            await device.publish(topic(OTHER, "temperature"), "8.0625", qos=1, timeout=HANG_S)
    await _until(owner, "SELECT count(*) > 0 FROM reading WHERE value = 8.0625")
    room = MOST_CHANNELS - used
    beyond = before + sizes.names - room
    await _until(owner, f"SELECT ({rejected}) >= $2", GATEWAY, beyond)
    assert await owner.fetchval(rejected, GATEWAY) == beyond
    live = f"{OF_GATEWAY} AND c.expired_at IS NULL AND c.state <> 'ignored'"
    assert await owner.fetchval(f"SELECT count(*) {live}", GATEWAY) == MOST_CHANNELS

    # the gateway's own probe gets room as soon as somebody ignores a stranger's
    async with plain_client(base_url=f"{stack.api}/api/v1", headers=bearer(ada)) as client:
        page = f"/devices/{GATEWAY}"
        assert (await client.get(page)).json()["channels_used"] == MOST_CHANNELS
        answer = await client.post(f"/proposals/{GATEWAY}/{names[0]}/ignore")
        assert answer.status_code == 200, answer.text
    async with stack.device(GATEWAY) as device:
        await device.publish(topic(GATEWAY, "probe"), "8.125", qos=1, timeout=HANG_S)
    await _until(owner, "SELECT count(*) > 0 FROM reading WHERE value = 8.125")

    # silent for an hour, the strangers make room for others, up to the bound of a day
    for attempt in range(6):
        await owner.execute(SILENT, GATEWAY)
        await owner.execute(UNHEARD, GATEWAY)
        more = [(topic(GATEWAY, f"ble-{attempt}-{number}"), b"4.5") for number in range(64)]
        await publish_all(stack.broker, GATEWAY, password, more)
        beyond += len(more)
        await _until(owner, COUNTED, GATEWAY, beyond)
    assert await owner.fetchval(f"SELECT count(*) {OF_GATEWAY}", GATEWAY) <= NEW_A_DAY + used + 1
    assert await owner.fetchval(f"SELECT count(*) {live}", GATEWAY) <= MOST_CHANNELS
