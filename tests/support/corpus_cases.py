"""The cases of tests/corpus: what a device sends, and what becomes of it."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from corpus_expected import Expected, parse_expected
from isotherm.names import TOPIC_ROOT

FOLDER = Path(__file__).parents[1] / "corpus"
ZONE = "Europe/Vienna"
SENT = datetime.fromisoformat("2026-11-23T14:00:00Z")
CHANNEL = "temperature"
_SIMPLE = ("name", "send", "expect")
_CASE = {*_SIMPLE, "zone", "unit", "fault_list", "fault_values", "plausible", "sent", "channel"}
_MESSAGE = {"payload", "hex", "sent", "channel", "topic", "times", "every_s"}
_HOW = {"qos", "retained", "again"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a device publishes; `topic` has `{device}` for its name."""

    at: datetime
    topic: str
    payload: bytes
    qos: int
    retained: bool
    again: bool
    """Whether it is retained before ingest subscribes, and delivered once it does."""


@dataclass(frozen=True, slots=True)
class Case:
    """The messages of one device, and what becomes of them."""

    id: str
    zone: str | None
    unit: str | None
    fault_list: bool
    sent: tuple[Sent, ...]
    expected: Expected
    channels: tuple[str, ...] = field(default=())
    """The channels with the case's unit, fault list, fault values and plausible range."""
    fault_values: tuple[float, ...] = ()
    plausible: tuple[float, float] | None = None


def load_cases() -> list[Case]:
    """Return the cases of all files, in their order."""
    cases = [case for path in sorted(FOLDER.glob("*.toml")) for case in _cases(path)]
    ids = [case.id for case in cases]
    assert len(ids) == len(set(ids)), {case_id for case_id in ids if ids.count(case_id) > 1}
    return cases


def _cases(path: Path) -> Iterator[Case]:
    document = tomllib.loads(path.read_text())
    common = document.pop("every", {})
    simple = [dict(zip(_SIMPLE, row, strict=True)) for row in document.pop("simple", [])]
    for entry in [*simple, *document.pop("case", [])]:
        try:
            yield _case(path.stem, common | entry)
        except (ValueError, KeyError, AssertionError) as error:
            error.add_note(f"{path.name}: {entry.get('name')}")
            raise
    assert not document, f"{path.name}: unknown {list(document)}"


def _case(kind: str, entry: dict[str, Any]) -> Case:
    assert entry.keys() <= _CASE, f"unknown {entry.keys() - _CASE}"
    at, channel = entry.get("sent", SENT), entry.get("channel", CHANNEL)
    sends = entry["send"] if isinstance(entry["send"], list) else [entry["send"]]
    sent = tuple(message for send in sends for message in _sent(send, at, channel))
    expects = entry["expect"] if isinstance(entry["expect"], list) else [entry["expect"]]
    return Case(
        f"{kind}: {entry['name']}",
        entry.get("zone", ZONE) or None,
        entry.get("unit"),
        entry.get("fault_list", True),
        sent,
        parse_expected(expects, {message.at for message in sent}, channel),
        (channel, *_others(sends, channel)),
        tuple(entry.get("fault_values", ())),
        entry.get("plausible"),
    )


def _others(sends: Iterable[Any], channel: str) -> list[str]:
    named = {send["channel"] for send in sends if isinstance(send, dict) and "channel" in send}
    return sorted(named - {channel})


def _sent(send: Any, at: datetime, channel: str) -> Iterator[Sent]:
    """Yield a message as often as it says."""
    send = send if isinstance(send, dict) else {"payload": send}
    assert send.keys() <= _MESSAGE | _HOW, f"unknown {send.keys() - _MESSAGE - _HOW}"
    topic = send.get("topic", f"{TOPIC_ROOT}/{{device}}/{send.get('channel', channel)}")
    again, begin = send.get("again", False), send.get("sent", at)
    payload = bytes.fromhex(send["hex"]) if "hex" in send else _joined(send["payload"])
    for n in range(send.get("times", 1)):
        instant = begin + n * timedelta(seconds=send.get("every_s", 0))
        retained, qos = again or send.get("retained", False), send.get("qos", 1)
        yield Sent(instant, topic.replace("{n}", str(n)), payload, qos, retained, again)


def _joined(payload: str | list[str | int]) -> bytes:
    """Return a payload in one piece; a number says how often the piece before it is there."""
    pieces: list[str] = []
    for piece in [payload] if isinstance(payload, str) else payload:
        pieces.append(piece if isinstance(piece, str) else pieces[-1] * (piece - 1))
    return "".join(pieces).encode()
