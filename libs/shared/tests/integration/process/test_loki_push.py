"""Loki's answer to a push says which lines are lost and why, or that they must be sent again."""

from collections.abc import Iterator

import hostile_server
import pytest
from hostile_server import Treat, hostile

from isotherm.process.loki_entry import Entry
from isotherm.process.loki_push import Answer, Emitter
from isotherm_devstack.testing import loki as stand_ins
from isotherm_devstack.testing.loki import LokiStandIn

TIMEOUT_S = 20.0
NOW_NS = 1_790_000_000_500_000_001
HOUR_NS = 3_600 * 1_000_000_000


@pytest.fixture
def loki() -> Iterator[LokiStandIn]:
    with stand_ins.started() as stand_in:
        yield stand_in


@pytest.fixture
def emitter(loki: LokiStandIn) -> Iterator[Emitter]:
    loki_emitter = _emitter(loki.url)
    yield loki_emitter
    loki_emitter.close()


def _emitter(url: str) -> Emitter:
    return Emitter(f"{url}/loki/api/v1/push", {"service": "api", "instance": "api-0"})


def _entry(message: str, nanoseconds: int = NOW_NS, level: str = "info") -> Entry:
    return Entry(level, nanoseconds, b'"{\\"message\\": \\"%s\\"}"' % message.encode())


def _entries(count: int) -> list[Entry]:
    return [_entry(f"line {number}") for number in range(count)]


def test_entries_have_their_own_times_and_are_a_stream_for_each_level(
    loki: LokiStandIn, emitter: Emitter
) -> None:
    entries = [
        _entry("third", NOW_NS + 2),
        _entry("second", NOW_NS + 1, "error"),
        _entry("first", NOW_NS),
    ]
    assert emitter(entries, TIMEOUT_S) == Answer()
    labels = {"service": "api", "instance": "api-0"}
    streams = {dict(stream)["level"]: entries for stream, entries in loki.streams.items()}
    assert streams == {
        "info": [(NOW_NS, '{"message": "first"}'), (NOW_NS + 2, '{"message": "third"}')],
        "error": [(NOW_NS + 1, '{"message": "second"}')],
    }
    assert all(dict(stream) == labels | {"level": dict(stream)["level"]} for stream in loki.streams)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_loki_may_ask_for_another_try(loki: LokiStandIn, emitter: Emitter, status: int) -> None:
    loki.failures[:] = [status]
    assert emitter(_entries(3), TIMEOUT_S) == Answer(is_again=True)


@pytest.mark.parametrize(("wanted", "after_s"), [("2", 2.0), (" 120 ", 120.0)])
def test_loki_says_how_many_seconds_to_wait(
    loki: LokiStandIn, emitter: Emitter, wanted: str, after_s: float
) -> None:
    loki.failures[:] = [429]
    loki.headers["Retry-After"] = wanted
    assert emitter(_entries(1), TIMEOUT_S) == Answer(is_again=True, after_s=after_s)


@pytest.mark.parametrize("zone", ["", " GMT", " -0000", " +0200"])
def test_loki_says_until_when_to_wait(loki: LokiStandIn, emitter: Emitter, zone: str) -> None:
    loki.failures[:] = [429]
    loki.headers["Retry-After"] = f"Wed, 01 Jan 2120 00:00:00{zone}"
    answer = emitter(_entries(1), TIMEOUT_S)
    assert answer.is_again
    assert answer.after_s > 365 * 86_400


@pytest.mark.parametrize(
    "wanted", ["", "soon", "-5", "\N{SUPERSCRIPT TWO}", "Wed, 01 Jan 2020 00:00:00 GMT"]
)
def test_a_wait_that_makes_no_sense_is_none(
    loki: LokiStandIn, emitter: Emitter, wanted: str
) -> None:
    loki.failures[:] = [503]
    loki.headers["Retry-After"] = wanted
    assert emitter(_entries(1), TIMEOUT_S) == Answer(is_again=True)


def test_a_wait_without_end_is_a_number(loki: LokiStandIn, emitter: Emitter) -> None:
    loki.failures[:] = [503]
    loki.headers["Retry-After"] = "9" * 400
    assert emitter(_entries(1), TIMEOUT_S) == Answer(is_again=True, after_s=999_999.0)


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_any_other_error_refuses_all_lines(
    loki: LokiStandIn, emitter: Emitter, status: int
) -> None:
    loki.failures[:] = [status]
    text = f"{status}: {stand_ins.FAILING}"
    assert emitter(_entries(3), TIMEOUT_S) == Answer(3, "refused", text)


def test_only_the_lines_that_loki_ignores_are_lost(loki: LokiStandIn, emitter: Emitter) -> None:
    assert emitter([_entry("new")], TIMEOUT_S) == Answer()
    answer = emitter([_entry("behind", NOW_NS - 2 * HOUR_NS), _entry("newer")], TIMEOUT_S)
    assert (answer.lost, answer.reason) == (1, "refused")
    assert "too far behind" in answer.text
    assert [line["message"] for line in loki.lines()] == ["new", "newer"]


def test_a_push_that_is_too_large_says_so(loki: LokiStandIn, emitter: Emitter) -> None:
    loki.body_bytes = 100
    answer = emitter(_entries(3), TIMEOUT_S)
    assert answer == Answer(3, "refused", "request body too large", is_too_large=True)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(loki: LokiStandIn, emitter: Emitter, status: int) -> None:
    loki.failures[:] = [status]
    loki.headers["Location"] = loki.url + "/login"
    answer = emitter(_entries(3), TIMEOUT_S)
    assert (answer.lost, answer.reason) == (3, "redirected")
    assert str(status) in answer.text
    assert loki.pushes == 1


@pytest.mark.parametrize(
    "treat",
    [
        hostile_server.never_answers,
        hostile_server.answers_by_the_byte,
        hostile_server.body_by_the_byte,
        hostile_server.hangs_up,
        hostile_server.speaks_no_http,
    ],
    ids=lambda treat: treat.__name__,
)
def test_without_an_answer_in_time_lines_are_sent_again(treat: Treat) -> None:
    with hostile(treat) as server:
        assert _emitter(server.url)(_entries(1), 0.2) == Answer(is_again=True)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://loki", "http://["])
def test_lines_for_a_loki_that_is_not_there_are_sent_again(url: str) -> None:
    assert _emitter(url)(_entries(1), TIMEOUT_S) == Answer(is_again=True)


def test_of_a_long_answer_only_the_begin_is_read() -> None:
    with hostile(hostile_server.floods) as server:
        answer = _emitter(server.url)(_entries(1), TIMEOUT_S)
    assert answer == Answer(1, "refused", "400: " + "x" * 500)
