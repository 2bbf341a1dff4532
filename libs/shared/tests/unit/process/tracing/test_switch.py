"""Without an endpoint tracing stays off and costs no import; `console` is an endpoint, too."""

import json
import subprocess
import sys

import pytest

from isotherm.process import tracing
from isotherm.process.tracing.switch import CONSOLE


def test_without_an_endpoint_no_part_imports_opentelemetry() -> None:
    script = (
        "import sys; from isotherm.process import run, tracing;"
        "tracing.configure('test', 'test-0', None); tracing.span('a'); tracing.finish();"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


def test_the_console_gets_the_spans_of_a_process(capsys: pytest.CaptureFixture[str]) -> None:
    tracing.configure("test", "test-0", CONSOLE)
    tracing.span("work").end()
    tracing.finish()
    output = capsys.readouterr()
    assert output.out == ""
    assert json.loads(output.err)["span"] == "work"
