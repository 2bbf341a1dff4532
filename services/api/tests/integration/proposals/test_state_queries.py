"""A channel's state is read with its installations, and a restored one is proposed from now on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_api.proposals.state_queries import State, read_state, update_state

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PROPOSED = State("proposed", None, None, was_installed=False, installed=False)


async def test_a_new_proposal_was_never_installed(world: Any) -> None:
    channel = await world.propose("probe")
    assert await read_state(world.connection, channel, NOW) == PROPOSED


@pytest.mark.parametrize(
    ("since", "until", "installed"),
    [
        (None, None, True),
        (NOW + HOUR, NOW + 2 * HOUR, True),
        (None, NOW, False),
    ],
    ids=["always", "later", "until now"],
)
async def test_a_channel_is_installed_until_its_last_installation_has_ended(
    world: Any, since: datetime | None, until: datetime | None, installed: bool
) -> None:
    site = await world.site("s")
    channel = await world.channel("probe", site)
    await world.install(channel, await world.sensor(site, "fridge"), since, until)
    state = await read_state(world.connection, channel, NOW)
    assert state == State("known", None, None, was_installed=True, installed=installed)


async def test_a_lost_channel_is_an_error_of_ours(world: Any) -> None:
    with pytest.raises(RuntimeError, match="lost its channel"):
        await read_state(world.connection, 1, NOW)


@pytest.mark.parametrize(
    ("before", "after", "proposed_at"),
    [
        (PROPOSED, replace(PROPOSED, dismissed_at=NOW), NOW - HOUR),
        (replace(PROPOSED, dismissed_at=NOW), PROPOSED, NOW - HOUR),
        (PROPOSED, replace(PROPOSED, state="ignored"), NOW - HOUR),
        (replace(PROPOSED, state="ignored"), PROPOSED, NOW),
        (replace(PROPOSED, expired_at=NOW - HOUR), PROPOSED, NOW),
    ],
    ids=["dismissed", "shown again", "ignored", "restored", "spoke again"],
)
async def test_only_what_was_ignored_or_had_expired_is_proposed_from_now_on(
    world: Any, before: State, after: State, proposed_at: datetime
) -> None:
    channel, other = await world.propose("probe"), await world.propose("other")
    await world.connection.execute(
        "UPDATE channel SET proposed_at = $1, state = $2, dismissed_at = $3, expired_at = $4",
        NOW - HOUR, before.state, before.dismissed_at, before.expired_at,
    )  # fmt: skip
    await update_state(world.connection, channel, after, NOW)
    assert await read_state(world.connection, channel, NOW) == after
    proposed = "SELECT proposed_at FROM channel WHERE id = $1"
    assert await world.connection.fetchval(proposed, channel) == proposed_at
    assert await read_state(world.connection, other, NOW) == before
