"""The spans that the parts of a stack wrote on stderr, so into their logs."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from e2e_stack import Stack
from isotherm_devstack.lifecycle.traces import Span, load_spans

_AWAITED_S = 30.0
"""A limit for hanging tests: spans are written within a second or two of their end."""


async def spans_when(stack: Stack, holds: Callable[[list[Span]], object]) -> list[Span]:
    """Return all spans once a condition holds for them; fail if it never does."""
    spans: list[Span] = []
    try:
        async with asyncio.timeout(_AWAITED_S):
            while True:
                if holds(spans := load_spans(stack.home / "log")):
                    return spans
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise AssertionError(f"the spans never came; there are {len(spans)}") from None


def linked_to(spans: list[Span], trace_id: str) -> list[Span]:
    """Return the spans that link to a trace."""
    return [span for span in spans if trace_id in {link["trace_id"] for link in span["links"]}]


def below(spans: list[Span], parent: Span) -> dict[str, Span]:
    """Return the spans directly below another, by name."""
    return {span["span"]: span for span in spans if span["parent_span_id"] == parent["span_id"]}


def of_request(spans: list[Span], request_id: str) -> list[Span]:
    """Return the spans of a request, in the order of their starts: the frontend's, then api's."""
    return [span for span in spans if span["attributes"].get("isotherm.request_id") == request_id]


def access_lines(stack: Stack, part: str) -> list[dict[str, Any]]:
    """Return the log lines of requests that a part has answered."""
    lines = [line for line in stack.log(part).splitlines() if line.startswith('{"time":')]
    return [line for line in map(json.loads, lines) if str(line["logger"]).endswith("access")]
