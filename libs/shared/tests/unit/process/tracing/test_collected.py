"""Spans are collected in the order of their ends, and only while the block runs."""

import pytest

from isotherm.process import tracing
from isotherm.process.tracing.collected import collected


def test_spans_are_found_by_their_name_and_by_their_parent() -> None:
    with collected() as collection:
        with tracing.span("request"), tracing.span("query"), tracing.span("row"):
            pass
        tracing.span("query").end()
    assert [span["span"] for span in collection.spans] == ["row", "query", "request", "query"]
    [request] = collection.named("request")
    below, alone = collection.named("query")
    assert collection.children(request) == [below]
    assert collection.children(alone) == []
    assert collection.named("reply") == []


def test_nothing_is_recorded_after_a_block_even_if_it_fails() -> None:
    def fail() -> None:
        with collected():
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert not tracing.is_on()
