"""The open streams of this process, at most a few per user."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from isotherm_api.access import Access
from isotherm_api.hub.client import Client, ShownSensor
from isotherm_api.hub.events import EventBatch, Only
from isotherm_api.metrics import Metrics
from isotherm_api.problem import TooMany

_AGAIN_S = 30
"""When to ask again; whoever has too many open knows best when one ends."""


class Streams:
    """The clients of all open streams, and those of them that still need something."""

    def __init__(self, per_user: int, metrics: Metrics) -> None:
        self._per_user, self._metrics = per_user, metrics
        self._open_by_user: Counter[str] = Counter()
        self._closing = False
        self.clients: set[Client] = set()
        self.joined: set[Client] = set()
        """Clients whose grants have not been read since they joined."""
        self.returned: set[Client] = set()
        """Clients that reconnected and have not yet been offered what they missed."""

    @contextmanager
    def open(self, access: Access, only: Only | None, since: int | None) -> Iterator[Client]:
        """Yield the client of a new stream; raise TooMany if its user has too many open."""
        subject = access.caller.subject
        if self._open_by_user[subject] >= self._per_user:
            raise TooMany(
                f"You can have at most {self._per_user} live streams open.",
                retry_after_s=_AGAIN_S,
            )
        client = Client(access, only, since)
        self.clients.add(client)
        self._open_by_user[subject] += 1
        self._metrics.streams.inc()
        if self._closing:
            client.close()
        self.joined.add(client)
        if since is not None:
            self.returned.add(client)
        try:
            yield client
        finally:
            for clients in (self.clients, self.joined, self.returned):
                clients.discard(client)
            self._open_by_user -= Counter({subject: 1})
            self._metrics.streams.dec()

    def offer(self, batch: EventBatch) -> None:
        """Offer a batch to every client."""
        for client in self.clients:
            client.offer(batch)

    def tell_of_places(self, site_ids: Collection[int]) -> None:
        """Ask the clients that show these sites to read their lists again."""
        if site_ids:
            for client in self.clients:
                client.tell_of_places(site_ids)

    def tell_of_recalculated(self, sensors: Sequence[ShownSensor]) -> None:
        """Tell the clients that show these sensors."""
        if sensors:
            for client in self.clients:
                client.tell_of_recalculated(sensors)

    def close(self) -> None:
        """End every stream, including those that are opened from now on."""
        self._closing = True
        for client in self.clients:
            client.close()
