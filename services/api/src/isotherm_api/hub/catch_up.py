"""Clients that reconnect are offered what changed while they were away."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from isotherm.database import Connection
from isotherm.instants import from_ms, to_ms
from isotherm_api.hub import queries
from isotherm_api.hub.board import Board
from isotherm_api.hub.client import Client
from isotherm_api.hub.events import EventBatch

CATCH_UP = timedelta(hours=1)
"""A client that was away longer has to read the overview again."""

_UNCOMMITTED = timedelta(minutes=1)
"""How long before its commit a change may have begun, whose time it carries."""

Missed = Mapping[Client, Collection[int]]
"""By client: ids of sensors with readings that it may have missed and the board does not know."""


async def load_missed(
    connection: Connection, board: Board, returned: Iterable[Client], now: datetime
) -> Missed:
    """Return the sensors with readings written after each client's last event.

    Only clients that left before the board was complete need a query, one for all of them: after a
    restart thousands return at once.
    """
    since = {client: _seen_to(client, now) for client in returned}
    complete_from = board.complete_from
    marks = {mark for mark in since.values() if complete_from is None or mark < complete_from}
    if not marks:
        return dict.fromkeys(since, ())
    written = await queries.load_written_since(connection, from_ms(min(marks)) - queries.OVERLAP)
    by_mark = {
        mark: [
            sensor_id
            for sensor_id, written_at in written.items()
            if written_at > from_ms(mark) - queries.OVERLAP
        ]
        for mark in marks
    }
    return {client: by_mark.get(mark, ()) for client, mark in since.items()}


def offer_missed(board: Board, missed: Missed, now: datetime, mark: int) -> None:
    """Offer each client the current state of the sensors that changed while it was away."""
    batches: dict[int, EventBatch | None] = {}
    for client, written in missed.items():
        since = _seen_to(client, now)
        if since not in batches:
            batches[since] = board.changed_since(since, written, mark)
        if (batch := batches[since]) is not None:
            client.offer(batch)


async def load_changed_places(
    connection: Connection, returned: Collection[Client], now: datetime
) -> Mapping[Client, Collection[int | None]]:
    """Return the sites that people changed, or whose sensors, while each client was away.

    `Client.tell_of_places` takes them. One query serves all clients.
    """
    if not returned:
        return {}
    since = {client: from_ms(_seen_to(client, now)) - _UNCOMMITTED for client in returned}
    changed = await queries.load_places_changed_since(connection, min(since.values()))
    return {
        client: [site_id for site_id, at in changed.items() if at > since[client]]
        for client in returned
    }


def _seen_to(client: Client, now: datetime) -> int:
    """Return the mark of the client's last event, at most `CATCH_UP` ago."""
    return max(client.since or 0, to_ms(now - CATCH_UP))
