"""Log records reach Loki whole, in batches, and what does not arrive is counted."""

import logging
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from isotherm.process import loki as sender
from isotherm.process.logging import JsonFormatter
from isotherm.process.loki import LokiHandler
from isotherm_devstack.testing import loki as stand_ins
from isotherm_devstack.testing.loki import LokiStandIn

_WRITE_AND_END = """
import logging, sys
from isotherm.process.logging import configure
configure("api", "api-0", loki_url=sys.argv[1])
for number in range(2000):
    logging.getLogger("x").info("line %d", number)
"""
_CRASH = """
import sys
from types import SimpleNamespace
from isotherm.process.run import run
async def serve(settings, process):
    raise RuntimeError("why it ended")
run("api", SimpleNamespace(instance="api-0", log_level="info", loki_url=sys.argv[1],
    otlp_endpoint=None, trace_ratio=1.0, management_host="127.0.0.1", management_port=0),
    serve, asks_database=False)
"""


@pytest.fixture
def loki() -> Iterator[LokiStandIn]:
    with stand_ins.started() as stand_in:
        yield stand_in


@pytest.fixture
def handler(loki: LokiStandIn) -> Iterator[LokiHandler]:
    loki_handler = _handler(loki.url)
    yield loki_handler
    loki_handler.close()


def _handler(url: str, grace_s: float = 20) -> LokiHandler:
    handler = LokiHandler(url, {"service": "api", "instance": "api-0"}, grace_s=grace_s)
    handler.setFormatter(JsonFormatter("api", "api-0"))
    return handler


def _record(text: str, created: float | None = None) -> logging.LogRecord:
    record = logging.LogRecord("x", logging.INFO, "", 0, text, None, None)
    record.created = time.time() if created is None else created
    return record


def _lost(reason: str) -> float:
    return float(sender.LOST.labels(reason)._value.get())


def _run(script: str, url: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-c", script, url]
    return subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  the test's own script


def test_a_process_that_ends_delivers_what_it_wrote(loki: LokiStandIn) -> None:
    assert _run(_WRITE_AND_END, loki.url).returncode == 0
    messages = [line["message"] for line in loki.lines()]
    assert messages == [f"line {number}" for number in range(2000)]
    assert loki.pushes < 20


def test_the_line_of_a_crash_arrives(loki: LokiStandIn) -> None:
    assert _run(_CRASH, loki.url).returncode == 1
    [line] = [line for line in loki.lines() if line["level"] == "critical"]
    assert "why it ended" in line["exception"]


def test_a_record_has_its_own_time_and_three_labels(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    handler.emit(_record("hello", created=1_790_000_000.5))
    loki.wait_for(1)
    [(labels, entries)] = loki.streams.items()
    assert dict(labels) == {"service": "api", "instance": "api-0", "level": "info"}
    assert [stamp for stamp, _ in entries] == [1_790_000_000_500_000_000]


def test_a_push_is_repeated_until_loki_takes_it(loki: LokiStandIn, handler: LokiHandler) -> None:
    loki.failures[:] = [429, 503]
    handler.emit(_record("hello"))
    loki.wait_for(1)
    assert loki.pushes == 3


def test_a_refused_push_is_counted_and_not_repeated(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    before = _lost("refused")
    handler.emit(_record("new"))
    loki.wait_for(1)
    handler.emit(_record("two hours behind", created=time.time() - 7200))
    handler.emit(_record("newer"))
    loki.wait_for(2)
    handler.close()
    assert [line["message"] for line in loki.lines()] == ["new", "newer"]
    assert _lost("refused") == before + 1


def test_a_line_over_lokis_limit_is_cut_and_says_so(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    handler.emit(_record("é" * 300_000))
    loki.wait_for(1)
    [line] = loki.lines()
    assert line["message"] == "é" * len(line["message"])
    assert line["cut_bytes"] > 600_000


def test_a_line_of_many_long_fields_keeps_what_every_line_has(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    record = _record("hello")
    vars(record).update({f"field_{number}": "\N{SNOWMAN}" * 200 for number in range(1_000)})
    handler.emit(record)
    loki.wait_for(1)
    [line] = loki.lines()
    assert (line["message"], line["level"]) == ("hello", "info")
    assert "field_0" not in line


def test_many_long_lines_go_in_pushes_that_loki_takes(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    before = _lost("refused")
    # more than a push may have, and less than the queue holds if nothing is sent meanwhile
    for _ in range(60):
        handler.emit(_record("x" * 100_000))
    loki.wait_for(60)
    assert loki.largest_push < stand_ins.PUSH_BYTES
    assert _lost("refused") == before


def test_an_unreachable_loki_holds_the_end_for_its_grace_and_is_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = _lost("unreachable")
    handler = _handler("http://127.0.0.1:9", grace_s=0.2)
    handler.emit(_record("one"))
    handler.emit(_record("two"))
    with caplog.at_level(logging.WARNING):
        handler.close()
    assert _lost("unreachable") == before + 2
    [record] = [record for record in caplog.records if "did not reach Loki" in record.message]
    assert vars(record)["records"] == 2


def test_a_record_whose_arguments_do_not_fit_arrives_and_says_so(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "%d lines", ("no number",), None))
    loki.wait_for(1)
    [line] = loki.lines()
    assert line["message"] == "%d lines"
    assert "TypeError" in line["logging_error"]


def test_a_record_that_cannot_be_formatted_is_counted_and_stops_nothing(
    loki: LokiStandIn, handler: LokiHandler
) -> None:
    before = _lost("unformattable")
    handler.setFormatter(logging.Formatter("%(missing)s"))
    handler.emit(_record("no text"))
    handler.setFormatter(JsonFormatter("api", "api-0"))
    handler.emit(_record("hello"))
    loki.wait_for(1)
    assert [line["message"] for line in loki.lines()] == ["hello"]
    assert _lost("unformattable") == before + 1


def test_a_full_queue_never_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "QUEUE_SIZE", 5)
    before = _lost("queue_full")
    handler = _handler("http://127.0.0.1:9", grace_s=0)
    for number in range(sender.PUSH_LINES + 100):
        handler.emit(_record(str(number)))
    assert _lost("queue_full") > before
    handler.close()
