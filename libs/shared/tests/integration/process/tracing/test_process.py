"""A process with tracing on: it sends its last spans at its end, or writes them on stderr."""

import json
import subprocess
import sys

import collector as stand_ins

_RUN = """
import sys
from types import SimpleNamespace
from isotherm.process import tracing
from isotherm.process.run import run
async def serve(settings, process):
    with tracing.span("outer", attributes={"answer": 42}):
        with tracing.span("inner"):
            pass
    if sys.argv[2] == "crash":
        with tracing.span("crash"):
            raise RuntimeError("a secret")
run("api", SimpleNamespace(instance="api-0", log_level="info", loki_url=None,
    otlp_endpoint=sys.argv[1], trace_ratio=1.0, management_host="127.0.0.1", management_port=0),
    serve, asks_database=False)
"""


def _run(endpoint: str, how: str = "stop") -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-c", _RUN, endpoint, how]
    return subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  the test's own script


def test_a_process_that_ends_sends_its_last_spans() -> None:
    with stand_ins.started() as collector:
        assert _run(collector.url).returncode == 0
        assert [span.name for span in collector.spans] == ["inner", "outer"]


def test_the_span_of_a_crash_arrives_without_the_errors_text() -> None:
    with stand_ins.started() as collector:
        assert _run(collector.url, "crash").returncode == 1
        crash = collector.spans[-1]
    assert crash.name == "crash"
    assert "RuntimeError" in str(crash)
    assert "secret" not in str(crash)


def test_console_writes_each_span_as_a_line_on_stderr() -> None:
    ended = _run("console")
    inner, outer = map(json.loads, ended.stderr.splitlines())
    assert (inner["span"], outer["span"]) == ("inner", "outer")
    assert inner["parent_span_id"] == outer["span_id"]
    assert inner["trace_id"] == outer["trace_id"]
    assert outer["attributes"] == {"answer": 42}
    assert outer["service"] == "isotherm-api"
    assert outer["duration_ms"] >= inner["duration_ms"] >= 0
    assert all("span" not in json.loads(line) for line in ended.stdout.splitlines())


def test_a_process_whose_stderr_is_closed_goes_on() -> None:
    argv = ["sh", "-c", 'exec "$0" "$@" 2>&-', sys.executable, "-c", _RUN, "console", "stop"]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  the test's own script
    assert ended.returncode == 0
