"""The tables of messages in docs/mqtt.md, row by row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from isotherm.quality import Quality

PAGE = Path(__file__).parents[4] / "docs/mqtt.md"
SENT_AT = datetime(2026, 11, 23, 14, tzinfo=UTC)
"""When the messages of the tables are sent, as the page says."""
TIME_ZONE = "Europe/Vienna"
"""The time zone of the device that sends them."""
_ESCAPES = {rb"\0": b"\0", rb"\n": b"\n", rb"\xB0": b"\xb0"}


@dataclass(frozen=True, slots=True)
class Row:
    """A message and what becomes of its elements, as the page writes it."""

    table: int
    message: str
    becomes: tuple[str, ...]

    @property
    def payload(self) -> bytes:
        """Return the bytes that the message stands for."""
        payload = self.message.encode()
        for written, meant in _ESCAPES.items():
            payload = payload.replace(written, meant)
        return payload


def rows() -> list[Row]:
    """Return the rows of all tables of messages."""
    tables = re.findall(
        r"^\| message \| becomes \|\n\|---\|---\|\n((?:\|.*\n)+)", PAGE.read_text(), re.MULTILINE
    )
    listed = []
    for number, table in enumerate(tables):
        for line in table.splitlines():
            match = re.fullmatch(r"\| `(.+?)` \| (`.+`) \|", line)
            assert match is not None, line
            listed.append(Row(number, match[1], tuple(re.findall("`(.+?)`", match[2]))))
    return listed


def reading(value: float | None, at: datetime, quality: str) -> str:
    """Return a reading as the page writes it, always with its time."""
    said = "fault" if value is None else f"{value:.10g}"
    time = at.strftime("%H:%M:%S") + (f".{at.microsecond // 1000:03}" if at.microsecond else "")
    day = "" if at.date() == SENT_AT.date() else f"{at.date()} "
    return " ".join(filter(None, (said, quality, f"at {day}{time}")))


def by_channel(records: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return the stored readings of each channel as the page writes them."""
    readings: dict[str, tuple[str, ...]] = {}
    for record in records:
        bits = Quality(record["quality"]) & ~Quality.FAULT
        quality = "" if not bits else str(bits.name).lower()
        said = reading(record["value"], record["measured_at"], quality)
        readings[record["channel"]] = (*readings.get(record["channel"], ()), said)
    return readings


def with_time(becomes: str) -> str:
    """Return what the page says of a reading, with the time of publishing if it names none."""
    return becomes if " at " in becomes else f"{becomes} at {SENT_AT:%H:%M:%S}"
