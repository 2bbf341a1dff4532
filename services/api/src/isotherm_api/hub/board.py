"""Every sensor as it was last told to the streams, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from isotherm_api.current.documents import JudgedSensor
from isotherm_api.hub.events import EventBatch

_OVERLAP_MS = 5_000
"""Another process may have told its clients a little more, or less, by the same mark."""


@dataclass(frozen=True, slots=True)
class _Told:
    judged: JudgedSensor
    document: bytes
    """Encoded once, for every stream and every client that comes back."""
    mark: int


class Board:
    """Kept in memory: a document a sensor."""

    def __init__(self) -> None:
        self._told: dict[int, _Told] = {}
        self.complete_from: int | None = None
        """From this mark on every change is known here; none until all sensors were read."""

    def get(self, sensor: int) -> JudgedSensor | None:
        """A sensor as it was last told."""
        told = self._told.get(sensor)
        return None if told is None else told.judged

    def keep_only(self, sensors: Iterable[int]) -> None:
        """Forgets sensors that are there no more."""
        self._told = {key: self._told[key] for key in sensors if key in self._told}

    def tell(self, fresh: Iterable[JudgedSensor], mark: int) -> EventBatch | None:
        """What of these is new, at this mark; none where nothing is."""
        changed = [each for each in fresh if self.get(each.id) != each]
        self._told |= {
            each.id: _Told(each, each.sensor.model_dump_json().encode(), mark) for each in changed
        }
        if self.complete_from is None:
            self.complete_from = mark
        return self._batch([each.id for each in changed], mark)

    def since(self, mark: int, written: Iterable[int], now: int) -> EventBatch | None:
        """What a client that has seen all to `mark` has missed.

        `written` are sensors with readings written since then, for what changed before this board.
        """
        changed = [key for key, told in self._told.items() if told.mark >= mark - _OVERLAP_MS]
        silent = [key for key, told in self._told.items() if _silent_since(told.judged, mark)]
        return self._batch(list(dict.fromkeys((*changed, *silent, *written))), now)

    def turns_silent_at(self, default: datetime) -> datetime:
        """When the next sensor turns silent if nothing comes."""
        due = (told.judged.silent_at for told in self._told.values())
        return min((each for each in due if each is not None), default=default)

    def silent_by(self, now: datetime) -> list[int]:
        """Sensors that have turned silent by then, and were not told so."""
        return [
            key
            for key, told in self._told.items()
            if told.judged.silent_at is not None and told.judged.silent_at <= now
        ]

    def _batch(self, sensors: Sequence[int], mark: int) -> EventBatch | None:
        told = {key: self._told[key] for key in sensors if key in self._told}
        found = {key: (each.judged.site_id, each.document) for key, each in told.items()}
        return EventBatch(found, mark) if found else None


def _silent_since(judged: JudgedSensor, mark: int) -> bool:
    """Whether it turned silent at that mark or later."""
    sensor = judged.sensor
    return sensor.state == "silent" and sensor.silent_at is not None and sensor.silent_at >= mark
