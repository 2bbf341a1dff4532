"""What has been sent, and what has not: the anchor file that lets a later start go on.

The anchor is the instant of the first start; history ends there. It is written once. For each
device stand the runs of readings not yet acknowledged and the instant up to which all is said.
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
    """The anchor file cannot be used; the text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What may not change between starts, or a reading sent again would say something else.

    `interval_ms` is the step of history; `speed` how fast the profiles' time runs since the anchor.
    """

    seed: int
    interval_ms: int
    speed: float


@dataclass(slots=True)
class Sent:
    """One device's part. `clear` is the instant (ms) up to which every reading is sent or missing.

    `readings` and `messages` were acknowledged with a subscriber behind the broker; `in_doubt` are
    readings whose acknowledgement was lost with the connection and which cannot be said twice.
    """

    clear: int
    missing: list[Run] = field(default_factory=list)
    readings: int = 0
    messages: int = 0
    in_doubt: int = 0

    def owe(self, run: Run) -> None:
        """Put readings on the list of what is to be sent."""
        if run.count:
            last = self.missing[-1] if self.missing else None
            if last and last.step == run.step and last.end == run.first:
                self.missing[-1] = Run(last.first, last.step, last.count + run.count)
            else:
                self.missing.append(run)

    def acknowledge(self, part: Run) -> None:
        """Take readings off that list: the broker has passed them on."""
        for index, run in enumerate(self.missing):
            if run.contains(part):
                self.missing[index : index + 1] = run.without(part)
                break
        self.count(part.count)

    def count(self, readings: int) -> None:
        """Count one message with so many readings as sent."""
        self.readings += readings
        self.messages += 1

    @property
    def owed(self) -> int:
        """How many readings are yet to be sent."""
        return sum(run.count for run in self.missing)


@dataclass(slots=True)
class Record:
    """Every device's part, on disk where there is a path; `save` is atomic."""

    path: Path | None
    anchor: int
    terms: Terms
    devices: dict[str, Sent]

    def admit(self, name: str, seed: int, backfill_days: float) -> Sent:
        """The part of a device, made with its whole history owed if it is new."""
        if name not in self.devices:
            step = self.terms.interval_ms
            last = self.anchor - 1 - int(uniform(seed, 3) * step)
            sent = Sent(clear=self.anchor)
            count = int(backfill_days * _DAY_MS // step)
            sent.owe(Run(last - (count - 1) * step, step, count))
            self.devices[name] = sent
        return self.devices[name]

    def save(self) -> None:
        """Write the file, wholly or not at all."""
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
    """The record in that file, or a new one anchored now, written at once.

    Raises RecordError where the file is damaged or was written on other terms.
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
    """Replace a file by a new one that only its owner reads, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(text)
    beside.replace(path)


def total(parts: Iterable[Sent]) -> dict[str, int]:
    """The sums over devices: messages, readings, in_doubt, missing."""
    listed = list(parts)
    return {
        "messages": sum(sent.messages for sent in listed),
        "readings": sum(sent.readings for sent in listed),
        "in_doubt": sum(sent.in_doubt for sent in listed),
        "missing": sum(sent.owed for sent in listed),
    }


def _plain(sent: Sent) -> dict[str, Any]:
    plain = asdict(sent)
    plain["missing"] = [[run.first, run.step, run.count] for run in sent.missing]
    return plain


def _sent(plain: dict[str, Any]) -> Sent:
    return Sent(**{**plain, "missing": [Run(*run) for run in plain["missing"]]})
