"""The state of every sensor as last sent to the streams, with the mark of its last change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from isotherm_api.current.documents import JudgedSensor
from isotherm_api.current.schemas import Sensor
from isotherm_api.hub.client import ShownSensor
from isotherm_api.hub.events import EventBatch

_LASTING = tuple(name for name in Sensor.model_fields if name not in ("latest", "silent_at"))
"""Fields of a sensor that do not change with each reading."""
_OVERLAP_MS = 5_000
"""Another process may have sent its clients slightly more, or less, under the same mark."""


@dataclass(frozen=True, slots=True)
class _Entry:
    judged: JudgedSensor
    document: bytes
    """Encoded once, for all streams and for every client that reconnects."""
    mark: int
    lasting_mark: int
    """When anything but the newest reading last changed."""


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
        self._entries |= {judged.id: self._entry(judged, mark) for judged in changed}
        if self.complete_from is None:
            self.complete_from = mark
        ids = [judged.id for judged in changed]
        return self._batch(ids, mark, [key for key in ids if self._lasted(key, mark)])

    def changed_since(self, mark: int, written: Iterable[int], now: int) -> EventBatch | None:
        """Return what a client has missed that received everything up to `mark`.

        `written` are sensors that changed before the board knew all changes. `now` is the mark of
        the batch.
        """
        changed = [key for key, entry in self._entries.items() if entry.mark >= mark - _OVERLAP_MS]
        aged = [key for key, entry in self._entries.items() if _changed_by_time(entry.judged, mark)]
        lasting = [key for key in changed if self._lasted(key, mark - _OVERLAP_MS)]
        missed = dict.fromkeys((*changed, *aged, *written))
        return self._batch(list(missed), now, (*lasting, *aged, *written))

    def shown(self, sensor_ids: Iterable[int]) -> list[ShownSensor]:
        """Return those of the sensors that the board knows."""
        known = [entry.judged for key in sensor_ids if (entry := self._entries.get(key))]
        return [ShownSensor(judged.id, judged.site_id, judged.sensor.id) for judged in known]

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

    def _entry(self, judged: JudgedSensor, mark: int) -> _Entry:
        before, document = self._entries.get(judged.id), judged.sensor.model_dump_json().encode()
        if before is None or _differ_lastingly(before.judged, judged):
            return _Entry(judged, document, mark, mark)
        return _Entry(judged, document, mark, before.lasting_mark)

    def _lasted(self, sensor_id: int, mark: int) -> bool:
        return self._entries[sensor_id].lasting_mark >= mark

    def _batch(
        self, sensor_ids: Sequence[int], mark: int, lasting: Iterable[int]
    ) -> EventBatch | None:
        entries = {key: self._entries[key] for key in sensor_ids if key in self._entries}
        documents = {key: (entry.judged.site_id, entry.document) for key, entry in entries.items()}
        kept = [key for key in lasting if key in documents]
        return EventBatch(documents, mark, kept) if documents else None


def _changed_by_time(judged: JudgedSensor, mark: int) -> bool:
    """Return whether it turned silent, or a waiting reading's time came, since that mark."""
    sensor = judged.sensor
    if sensor.state == "silent" and sensor.silent_at is not None and sensor.silent_at >= mark:
        return True
    latest = sensor.latest
    return latest is not None and latest.time >= mark and latest.time > latest.received


def _differ_lastingly(before: JudgedSensor, after: JudgedSensor) -> bool:
    return any(getattr(before.sensor, name) != getattr(after.sensor, name) for name in _LASTING)
