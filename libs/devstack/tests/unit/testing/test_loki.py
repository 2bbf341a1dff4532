"""The stand-in for Loki takes and refuses what Loki does, and fails on request."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from isotherm_devstack.testing import loki as stand_ins
from isotherm_devstack.testing.loki import BEHIND_NS, LINE_BYTES, LokiStandIn

NOW = 1_752_494_400_000_000_000
TOO_OLD = NOW - BEHIND_NS - 1


def _push(*values: tuple[int, str], job: str = "api") -> bytes:
    stream: dict[str, Any] = {"stream": {"job": job}}
    stream["values"] = [[str(time_ns), line] for time_ns, line in values]
    return json.dumps({"streams": [stream]}).encode()


def _line(number: int) -> str:
    return json.dumps({"number": number})


@pytest.fixture
def loki() -> LokiStandIn:
    """A stand-in that is not served."""
    return LokiStandIn()


def test_lines_are_in_the_order_of_their_times_whatever_their_stream(loki: LokiStandIn) -> None:
    assert loki.push(_push((NOW, _line(1)), (NOW + 2, _line(3)))) == (204, "")
    assert loki.push(_push((NOW + 1, _line(2)), job="worker")) == (204, "")
    assert [line["number"] for line in loki.lines()] == [1, 2, 3]
    assert len(loki.streams) == 2
    loki.wait_for(3, 0)
    with pytest.raises(TimeoutError, match="3 of 4 lines arrived"):
        loki.wait_for(4, 0)


def test_a_line_that_is_too_old_or_too_long_is_left_out_and_the_others_are_stored(
    loki: LokiStandIn,
) -> None:
    longest, too_long = ("x" * length for length in (LINE_BYTES, LINE_BYTES + 1))
    oldest = NOW - BEHIND_NS
    status, text = loki.push(
        _push((NOW, _line(1)), (oldest, longest), (TOO_OLD, _line(2)), (NOW, too_long))
    )
    assert (status, text) == (400, "entry too far behind, total ignored: 2 out of 4")
    (stored,) = loki.streams.values()
    assert stored == [(NOW, _line(1)), (oldest, longest)]


def test_a_line_is_too_old_only_for_its_own_stream(loki: LokiStandIn) -> None:
    assert loki.push(_push((NOW, _line(1))))[0] == 204
    assert loki.push(_push((TOO_OLD, _line(2)), job="worker"))[0] == 204
    assert loki.push(_push((TOO_OLD, _line(3))))[0] == 400


def test_a_failure_on_request_comes_before_all_else_and_stores_nothing(loki: LokiStandIn) -> None:
    loki.failures = [503, 429]
    body = _push((NOW, _line(1)))
    assert [loki.push(body)[0] for _ in range(3)] == [503, 429, 204]
    assert len(loki.lines()) == 1
    assert (loki.pushes, loki.largest_push) == (3, len(body))


def test_a_push_that_is_too_large_is_refused_as_a_whole(loki: LokiStandIn) -> None:
    body = _push((NOW, _line(1)))
    loki.body_bytes = len(body) - 1
    assert loki.push(body) == (413, "request body too large")
    loki.body_bytes = len(body)
    assert loki.push(body) == (204, "")


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """A client that knows no proxy."""
    with httpx.Client(trust_env=False) as http:
        yield http


def test_it_is_served_with_compression_and_the_headers_of_failures(http: httpx.Client) -> None:
    body = _push((NOW, _line(1)))
    with stand_ins.started() as loki:
        loki.failures, loki.headers = [429], {"Retry-After": "7"}
        packed = {"Content-Encoding": "gzip"}
        answers = [
            http.post(f"{loki.url}/loki/api/v1/push", content=gzip.compress(body), headers=packed),
            http.post(f"{loki.url}/loki/api/v1/push", content=gzip.compress(body), headers=packed),
            http.post(f"{loki.url}/loki/api/v1/push", content=body),
        ]
    assert [answer.status_code for answer in answers] == [429, 204, 204]
    assert [answer.headers.get("Retry-After") for answer in answers] == ["7", None, None]
    assert answers[0].text == stand_ins.FAILING
    assert [line["number"] for line in loki.lines()] == [1, 1]
    assert loki.largest_push == len(body)
