"""The state of every sensor as last sent to the streams, with the mark of its last change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from isotherm_api.current.documents import JudgedSensor
from isotherm_api.hub.events import EventBatch

_OVERLAP_MS = 5_000
"""Another process may have sent its clients slightly more, or less, under the same mark."""


@dataclass(frozen=True, slots=True)
class _Entry:
    judged: JudgedSensor
    document: bytes
    """Encoded once, for all streams and for every client that reconnects."""
    mark: int


class Board:
    """One document per sensor, in memory."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self.complete_from: int | None = None
        """The board knows every change from this mark on; None until all sensors were read."""

    def get(self, sensor_id: int) -> JudgedSensor | None:
        """Return a sensor as last sent; None if the board does not know it."""
        entry = self._entries.get(sensor_id)
        return None if entry is None else entry.judged

    def keep_only(self, sensor_ids: Iterable[int]) -> set[int]:
        """Forget other sensors, which were archived or deleted; return the ids of their sites."""
        kept = {key: self._entries[key] for key in sensor_ids if key in self._entries}
        sites = {entry.judged.site_id for key, entry in self._entries.items() if key not in kept}
        self._entries = kept
        return sites

    def update(self, sensors: Iterable[JudgedSensor], mark: int) -> EventBatch | None:
        """Replace the sensors that differ; return them as a batch, None if none does."""
        changed = [judged for judged in sensors if self.get(judged.id) != judged]
        self._entries |= {
            judged.id: _Entry(judged, judged.sensor.model_dump_json().encode(), mark)
            for judged in changed
        }
        if self.complete_from is None:
            self.complete_from = mark
        return self._batch([judged.id for judged in changed], mark)

    def changed_since(self, mark: int, written: Iterable[int], now: int) -> EventBatch | None:
        """Return what a client has missed that received everything up to `mark`.

        `written` are sensors that changed before the board knew all changes. `now` is the mark of
        the batch.
        """
        changed = [key for key, entry in self._entries.items() if entry.mark >= mark - _OVERLAP_MS]
        aged = [key for key, entry in self._entries.items() if _changed_by_time(entry.judged, mark)]
        return self._batch(list(dict.fromkeys((*changed, *aged, *written))), now)

    def next_due(self, default: datetime) -> datetime:
        """Return when the next sensor is due to be judged again; `default` if none is."""
        instants = (entry.judged.due_at for entry in self._entries.values())
        return min((instant for instant in instants if instant is not None), default=default)

    def overdue(self, now: datetime) -> list[int]:
        """Return the sensors that may have changed only because time has passed."""
        return [
            key
            for key, entry in self._entries.items()
            if entry.judged.due_at is not None and entry.judged.due_at <= now
        ]

    def _batch(self, sensor_ids: Sequence[int], mark: int) -> EventBatch | None:
        entries = {key: self._entries[key] for key in sensor_ids if key in self._entries}
        documents = {key: (entry.judged.site_id, entry.document) for key, entry in entries.items()}
        return EventBatch(documents, mark) if documents else None


def _changed_by_time(judged: JudgedSensor, mark: int) -> bool:
    """Return whether it turned silent, or a waiting reading's time came, since that mark."""
    sensor = judged.sensor
    if sensor.state == "silent" and sensor.silent_at is not None and sensor.silent_at >= mark:
        return True
    latest = sensor.latest
    return latest is not None and latest.time >= mark and latest.time > latest.received
