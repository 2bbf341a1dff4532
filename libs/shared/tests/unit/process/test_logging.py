"""Logs are JSON lines, and a dead Loki costs a count."""

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import asyncpg
import pytest

from isotherm.process import logging as ours
from isotherm.process import tracing
from isotherm.process.log_fields import log_fields
from isotherm.process.tracing.collected import collected


@pytest.fixture(autouse=True)
def _root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers, root.level = handlers, level
    logging.captureWarnings(False)


def test_a_line_is_json_with_its_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    ours.configure("ingest", "ingest-0")
    logging.getLogger("isotherm_ingest.store").warning("kept %s", 3, extra={"device": "fridge-7"})
    line = json.loads(out.getvalue())
    assert line["message"] == "kept 3"
    assert line["service"] == "ingest"
    assert line["instance"] == "ingest-0"
    assert line["level"] == "warning"
    assert line["device"] == "fridge-7"
    assert line["time"].endswith("+00:00")


def test_an_exception_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    ours.configure("api", "api-0")
    try:
        raise RuntimeError("why")
    except RuntimeError:
        logging.getLogger("x").exception("failed")
    assert out.getvalue().count("\n") == 1
    assert "RuntimeError: why" in json.loads(out.getvalue())["exception"]


def _lines(monkeypatch: pytest.MonkeyPatch, service: str = "api") -> io.StringIO:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    ours.configure(service, f"{service}-0")
    return out


def test_a_line_has_the_fields_of_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    with log_fields(request_id="abc", device="fridge"):
        logging.getLogger("x").info("one", extra={"device": "freezer"})
    logging.getLogger("x").info("two")
    one, two = map(json.loads, out.getvalue().splitlines())
    assert (one["request_id"], one["device"]) == ("abc", "freezer")
    assert "request_id" not in two


def test_a_line_has_the_ids_of_a_recorded_span(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    with collected() as spans, tracing.span("work"):
        logging.getLogger("x").info("one")
    logging.getLogger("x").info("two")
    with collected(ratio=0), tracing.span("not sampled"):
        logging.getLogger("x").info("three")
    one, two, three = map(json.loads, out.getvalue().splitlines())
    [span] = spans.spans
    assert (one["trace_id"], one["span_id"]) == (span["trace_id"], span["span_id"])
    assert not {"trace_id", "span_id"} & {*two, *three}


def test_an_extra_hides_nothing_that_every_line_has(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    logging.getLogger("x").info("one", extra={"instance": "ingest-1", "level": 3, "time": "never"})
    line = json.loads(out.getvalue())
    assert (line["instance"], line["level"]) == ("api-0", "info")
    assert (line["instance_"], line["level_"], line["time_"]) == ("ingest-1", 3, "never")


def test_arguments_that_do_not_fit_lose_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    logging.getLogger("x").info("%d of %s", "one")
    line = json.loads(out.getvalue())
    assert line["message"] == "%d of %s"
    assert line["logging_error"].startswith("TypeError")


def test_a_stack_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    logging.getLogger("x").info("here", stack_info=True)
    assert "test_a_stack_stays_on_its_line" in json.loads(out.getvalue())["stack"]


def test_a_warning_of_python_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        ours.logging.captureWarnings(True)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    line = json.loads(out.getvalue())
    assert (line["logger"], line["level"]) == ("py.warnings", "warning")
    assert "old" in line["message"]


def test_an_exception_that_repeats_a_row_does_not_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    out = _lines(monkeypatch)
    error = asyncpg.UniqueViolationError("duplicate key value")
    error.detail = "Key (name)=(Ada Lovelace) already exists."
    try:
        raise error
    except asyncpg.UniqueViolationError as raised:
        logging.getLogger("x").exception("failed", extra={"why": str(raised)})
    line = json.loads(out.getvalue())
    assert "duplicate key value" in line["exception"]
    assert "duplicate key value" in line["why"]
    assert "Ada" not in out.getvalue()


_UNCAUGHT = """
import sys, threading
from isotherm.process.logging import configure
configure("api", "api-0")
class Broken:
    def __del__(self): raise ValueError("postgresql://api:hunter2@db of nobody")
thread = threading.Thread(target=lambda: 1 / 0, name="worker-thread")
thread.start()
thread.join()
broken = Broken()
del broken
raise RuntimeError("password=hunter2 of main")
"""


def test_exceptions_that_nobody_catches_are_lines_without_secrets() -> None:
    argv = [sys.executable, "-c", _UNCAUGHT]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603  the test's own script
    thread, nobody, main = map(json.loads, ended.stdout.splitlines())
    assert ended.returncode == 1
    assert ended.stderr == ""
    assert "ZeroDivisionError" in thread["exception"]
    assert thread["thread_name"] == "worker-thread"
    assert "of nobody" in nobody["exception"]
    assert (main["level"], "of main" in main["exception"]) == ("critical", True)
    assert "hunter2" not in ended.stdout
