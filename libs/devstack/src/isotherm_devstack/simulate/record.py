"""What was sent and what was not: the anchor file, from which a later start continues.

The anchor is the instant of the first start, at which history ends; it is written once. The file
also has, for each device, the runs of readings that are not acknowledged yet.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from isotherm_devstack.simulate.noise import uniform
from isotherm_devstack.simulate.run import Run

_VERSION = 1
_DAY_MS = 86_400_000


class RecordError(Exception):
    """The anchor file cannot be used; the text has the reason, in one line."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What must not change between starts, because a repeated reading must have the same value.

    `interval_ms` is the step of history; `speed` is the profiles' speed after the anchor.
    """

    seed: int
    interval_ms: int
    speed: float


@dataclass(slots=True)
class Sent:
    """The progress of a device. Each reading up to `clear` (ms) is either sent or in `missing`.

    `readings` and `messages` count what was acknowledged while somebody was subscribed;
    `in_doubt` counts readings whose acknowledgement was lost and that cannot be sent twice.
    """

    clear: int
    missing: list[Run] = field(default_factory=list)
    readings: int = 0
    messages: int = 0
    in_doubt: int = 0

    def owe(self, run: Run) -> None:
        """Append readings to `missing`, those that have yet to be sent."""
        if run.count:
            last = self.missing[-1] if self.missing else None
            if last and last.step == run.step and last.end == run.first:
                self.missing[-1] = Run(last.first, last.step, last.count + run.count)
            else:
                self.missing.append(run)

    def acknowledge(self, part: Run) -> None:
        """Remove readings from `missing` and count them as sent."""
        for index, run in enumerate(self.missing):
            if run.contains(part):
                self.missing[index : index + 1] = run.without(part)
                break
        self.count(part.count)

    def count(self, readings: int) -> None:
        """Count one message with `readings` readings as sent."""
        self.readings += readings
        self.messages += 1

    @property
    def owed(self) -> int:
        """The number of readings that have yet to be sent."""
        return sum(run.count for run in self.missing)


@dataclass(slots=True)
class Record:
    """The progress of all devices, in a file if there is a path; `save` is atomic."""

    path: Path | None
    anchor: int
    terms: Terms
    devices: dict[str, Sent]

    def admit(self, name: str, seed: int, backfill_days: float) -> Sent:
        """Return the progress of a device; a new device has its whole history missing."""
        if name not in self.devices:
            step = self.terms.interval_ms
            last = self.anchor - 1 - int(uniform(seed, 3) * step)
            sent = Sent(clear=self.anchor)
            count = int(backfill_days * _DAY_MS // step)
            sent.owe(Run(last - (count - 1) * step, step, count))
            self.devices[name] = sent
        return self.devices[name]

    def save(self) -> None:
        """Write the file atomically; do nothing without a path."""
        if self.path is None:
            return
        document = {
            "version": _VERSION,
            "anchor": self.anchor,
            "terms": asdict(self.terms),
            "devices": {name: _plain(sent) for name, sent in self.devices.items()},
        }
        write_atomically(self.path, json.dumps(document) + "\n")


def open_record(path: Path | None, terms: Terms, now_ms: int) -> Record:
    """Return the record in that file, or write and return a new one with its anchor at `now_ms`.

    Raise RecordError if the file is damaged or was written on other terms.
    """
    if path is None or not path.exists():
        record = Record(path, now_ms, terms, {})
        record.save()
        return record
    try:
        document = json.loads(path.read_text())
        stored = Terms(**document["terms"])
        devices = {name: _sent(plain) for name, plain in document["devices"].items()}
        record = Record(path, int(document["anchor"]), stored, devices)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"anchor file {path} cannot be read: {error!r}") from error
    if stored != terms:
        differing = ", ".join(
            f"{name} {value}"
            for name, value in asdict(stored).items()
            if getattr(terms, name) != value
        )
        raise RecordError(f"anchor file {path} was begun with {differing}; use another file")
    return record


def write_atomically(path: Path, text: str) -> None:
    """Replace a file atomically by one that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.touch(mode=0o600)
    temporary.write_text(text)
    temporary.replace(path)


def total(parts: Iterable[Sent]) -> dict[str, int]:
    """Return the sums over devices: messages, readings, in_doubt, missing."""
    devices = list(parts)
    return {
        "messages": sum(sent.messages for sent in devices),
        "readings": sum(sent.readings for sent in devices),
        "in_doubt": sum(sent.in_doubt for sent in devices),
        "missing": sum(sent.owed for sent in devices),
    }


def _plain(sent: Sent) -> dict[str, Any]:
    plain = asdict(sent)
    plain["missing"] = [[run.first, run.step, run.count] for run in sent.missing]
    return plain


def _sent(plain: dict[str, Any]) -> Sent:
    return Sent(**{**plain, "missing": [Run(*run) for run in plain["missing"]]})
