"""A line over Loki's limit is cut where it is long, and is JSON afterwards."""

import json
import logging

from isotherm.process.loki_entry import LINE_BYTES, entry_of, level_of

_FIXED = {"time": "t", "level": "info", "service": "s", "instance": "i", "logger": "l"}


def _record(level: int = logging.INFO, created: float = 0.0) -> logging.LogRecord:
    record = logging.LogRecord("x", level, "", 0, "hello", None, None)
    record.created = created
    return record


def _cut(**fields: object) -> dict[str, object]:
    line = json.dumps({**_FIXED, "message": "hello", **fields}, ensure_ascii=False)
    sent = json.loads(entry_of(_record(), line).line)
    assert len(sent.encode()) <= LINE_BYTES
    document: dict[str, object] = json.loads(sent)
    if len(line.encode()) > LINE_BYTES:
        assert document.pop("cut_bytes") == len(line.encode())
    return document


def test_a_line_within_the_limit_stays_as_it_is() -> None:
    assert _cut(request_id="abc") == {**_FIXED, "message": "hello", "request_id": "abc"}


def test_short_fields_survive_beside_long_ones() -> None:
    line = _cut(request_id="abc", count=3, found=["x" * 100_000], text="é" * 300_000)
    assert (line["request_id"], line["count"], line["text"]) == ("abc", 3, "é" * 16_000)
    assert str(line["found"]).startswith('["xxx')


def test_many_long_fields_are_cut_shorter() -> None:
    line = _cut(trace_id="t", **{f"field_{number}": "x" * 20_000 for number in range(40)})
    assert (line["trace_id"], line["field_39"]) == ("t", "x" * 1_000)


def test_too_many_fields_leave_what_every_line_has() -> None:
    line = _cut(**{f"field_{number}": "x" * 200 for number in range(3_000)})
    assert line == {**_FIXED, "message": "hello"}


def test_an_exception_keeps_its_end() -> None:
    line = _cut(exception="frame\n" * 100_000 + "ValueError: why")
    assert str(line["exception"]).endswith("ValueError: why")


def test_characters_that_json_escapes_survive_the_cut() -> None:
    assert str(_cut(text="\x00" * 300_000)["text"]).strip("\x00") == ""


def test_a_level_is_one_of_five() -> None:
    levels = [level_of(_record(number)) for number in (1, 10, 15, 20, 25, 30, 39, 40, 50, 99)]
    assert levels == [
        *("debug", "debug", "debug", "info", "info"),
        *("warning", "warning", "error", "critical", "critical"),
    ]


def test_the_time_is_that_of_the_record() -> None:
    assert (
        entry_of(_record(created=1_790_000_000.25), "{}").nanoseconds == 1_790_000_000_250_000_000
    )
