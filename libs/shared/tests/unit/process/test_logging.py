"""Logs are JSON lines, and a dead Loki costs a count."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from isotherm.process import logging as ours


@pytest.fixture(autouse=True)
def _root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers, root.level = handlers, level


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
