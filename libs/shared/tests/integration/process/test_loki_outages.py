"""A Loki that is dead, slow or hostile costs a count: nobody who logs waits, and no end is late."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import hostile_server
import pytest
from hostile_server import Treat, hostile

from isotherm.process import loki as sender
from isotherm.process.log_fields import log_fields
from isotherm.process.logging import JsonFormatter
from isotherm.process.loki import LokiHandler
from isotherm_devstack.testing import loki as stand_ins
from isotherm_devstack.testing.loki import LokiStandIn

_TREATMENTS: list[Treat] = [
    hostile_server.never_answers,
    hostile_server.answers_by_the_byte,
    hostile_server.body_by_the_byte,
    hostile_server.floods,
    hostile_server.hangs_up,
    hostile_server.speaks_no_http,
]
_END_BADLY = """
import logging, sys, time
from isotherm.process import loki
from isotherm.process.logging import configure
loki.GRACE_S = 1.0
configure("api", "api-0", loki_url=sys.argv[1])
for number in range(2000):
    logging.getLogger("x").info("line %d", number)
"""


@pytest.fixture
def loki() -> Iterator[LokiStandIn]:
    with stand_ins.started() as stand_in:
        yield stand_in


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "_TIMEOUT_S", 0.3)
    monkeypatch.setattr(sender, "_FIRST_RETRY_S", 0.01)
    monkeypatch.setattr(sender, "_COLLECT_S", 0.01)


def _handler(url: str, grace_s: float = 20) -> LokiHandler:
    handler = LokiHandler(url, {"service": "api", "instance": "api-0"}, grace_s=grace_s)
    handler.setFormatter(JsonFormatter("api", "api-0"))
    return handler


def _record(text: str, created: float | None = None, **extra: object) -> logging.LogRecord:
    record = logging.LogRecord("x", logging.INFO, "", 0, text, None, None)
    record.created = time.time() if created is None else created
    vars(record).update(extra)
    return record


def _lost(reason: str) -> float:
    return float(sender.LOST.labels(reason)._value.get())


def _all_lost() -> float:
    return sum(map(_lost, sender.REASONS))


@pytest.mark.parametrize("treat", _TREATMENTS, ids=lambda treat: treat.__name__)
def test_a_hostile_loki_is_tried_again_and_holds_no_end(treat: Treat) -> None:
    with hostile(treat) as server:
        handler = _handler(server.url, grace_s=0.2)
        before = _all_lost()
        handler.emit(_record("one"))
        if treat is hostile_server.floods:
            _wait_until(lambda: _all_lost() == before + 1)
        else:
            server.wait_for(2)
        handler.close()  # returns, though such an answer takes longer than a test may
        assert _all_lost() == before + 1


def test_a_process_ends_within_its_grace_of_a_hanging_loki() -> None:
    with hostile(hostile_server.never_answers) as server:
        argv = [sys.executable, "-c", _END_BADLY, server.url]
        ended = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603  the test's own script
        assert ended.stdout.count('"message": "line ') == 2000
        assert '"records": 2000' in ended.stdout
        assert ended.stderr == ""


def test_a_name_that_nobody_knows_is_tried_again_and_counted() -> None:
    before = _lost("unreachable")
    handler = _handler("http://loki.invalid:3100", grace_s=0.2)
    handler.emit(_record("one"))
    handler.close()
    assert _lost("unreachable") == before + 1


def test_a_resolver_that_hangs_holds_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answered = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> None:
        asked.set()
        answered.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    before = _lost("unreachable")
    handler = _handler("http://loki.invalid:3100", grace_s=0.1)
    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        handler.emit(_record("one"))
        assert asked.wait(30)
        handler.emit(_record("two"))
        handler.close()
        assert _lost("unreachable") == before + 2
    finally:
        answered.set()


def test_a_redirected_push_is_counted_and_not_repeated(loki: LokiStandIn) -> None:
    before = _lost("redirected")
    loki.failures[:] = [302]
    handler = _handler(loki.url)
    handler.emit(_record("one"))
    _wait_until(lambda: _lost("redirected") == before + 1)
    handler.emit(_record("two"))
    loki.wait_for(1)
    handler.close()
    assert [line["message"] for line in loki.lines()] == ["two"]


def test_what_loki_says_when_it_refuses_is_on_stdout_once(
    loki: LokiStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    loki.failures[:] = [400, 413]
    before = _lost("refused")
    handler = _handler(loki.url)
    with caplog.at_level(logging.WARNING):
        for count in (1, 2):
            handler.emit(_record("refused"))
            _wait_until(lambda count=count: _lost("refused") == before + count)
        handler.close()
    [record] = [record for record in caplog.records if "does not take" in record.message]
    assert stand_ins.FAILING in vars(record)["why"]
    assert loki.pushes == 2


@pytest.mark.parametrize("wanted", ["2", "Wed, 01 Jan 2120 00:00:00 GMT"])
def test_loki_says_how_long_to_wait(
    loki: LokiStandIn, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(LokiHandler, "_rest", lambda _, seconds: rests.append(seconds))
    loki.failures[:] = [429]
    loki.headers["Retry-After"] = wanted
    handler = _handler(loki.url)
    handler.emit(_record("one"))
    loki.wait_for(1)
    handler.close()
    assert rests == [min(float(wanted), 60.0) if wanted.isdigit() else 60.0]


def test_a_proxy_that_takes_less_gets_smaller_pushes(loki: LokiStandIn) -> None:
    loki.body_bytes = 20_000
    before = _lost("refused")
    handler = _handler(loki.url)
    for number in range(50):
        handler.emit(_record(f"{number} " + "x" * 2_000))
    handler.emit(_record("y" * 30_000))
    handler.emit(_record("last"))
    loki.wait_for(51)
    handler.close()
    assert {line["message"].split()[0] for line in loki.lines()} == {*map(str, range(50)), "last"}
    assert _lost("refused") == before + 1


def test_lines_of_a_long_outage_arrive_in_order_with_their_own_times() -> None:
    with hostile(hostile_server.hangs_up) as dead, stand_ins.started() as loki:
        handler = _handler(dead.url)
        now = time.time()
        # two levels are two streams, each with its own newest line
        for number in range(300):
            record = _record(f"line {number}", created=now - 3 * 3600 + number * 30)
            record.levelno = (logging.INFO, logging.ERROR)[number % 2]
            handler.emit(record)
        dead.wait_for(3)
        before = _all_lost()
        handler._emitter.url = loki.url + "/loki/api/v1/push"
        handler.emit(_record("now", created=now))
        loki.wait_for(301)
        handler.close()
        assert [line["message"] for line in loki.lines()] == [
            *(f"line {number}" for number in range(300)),
            "now",
        ]
        assert _all_lost() == before


def test_what_waits_is_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "QUEUE_BYTES", 1_000_000)
    monkeypatch.setattr(sender, "PUSH_BYTES", 100_000)
    with hostile(hostile_server.never_answers) as server:
        before = _lost("queue_full")
        handler = _handler(server.url, grace_s=0)
        for _ in range(200):
            handler.emit(_record("x" * 50_000))
        assert 170 <= _lost("queue_full") - before <= 185
        handler.close()


def test_a_waiting_record_keeps_nothing_alive_but_its_line() -> None:
    class Payload:
        alive = 0

        def __init__(self) -> None:
            Payload.alive += 1

        def __del__(self) -> None:
            Payload.alive -= 1

    with hostile(hostile_server.never_answers) as server:
        handler = _handler(server.url, grace_s=0)
        for _ in range(10):
            handler.emit(_record("x", payload=Payload()))
        assert Payload.alive == 0
        handler.close()


def test_a_line_says_what_was_so_when_it_was_logged(loki: LokiStandIn) -> None:
    handler = _handler(loki.url)
    seen = ["first"]
    with log_fields(request_id="abc"):
        handler.emit(_record("x", seen=seen))
    seen.append("later")
    loki.wait_for(1)
    handler.close()
    [line] = loki.lines()
    assert (line["request_id"], line["seen"]) == ("abc", ["first"])


def test_many_threads_log_at_once_and_each_line_arrives(loki: LokiStandIn) -> None:
    handler = _handler(loki.url)

    def write(writer: int) -> None:
        for number in range(200):
            handler.emit(_record(f"{writer} {number}"))

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    handler.close()
    assert len(loki.lines()) == 1600


def test_a_forked_process_sends_its_own_lines(loki: LokiStandIn) -> None:
    handler = _handler(loki.url)
    handler.emit(_record("parent"))
    loki.wait_for(1)
    child = os.fork()
    if child == 0:
        handler.emit(_record("child"))
        handler.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    handler.emit(_record("parent again"))
    loki.wait_for(3)
    handler.close()
    assert {line["message"] for line in loki.lines()} == {"parent", "child", "parent again"}


def test_without_a_thread_lines_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    before = _lost("unreachable")
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        handler = _handler("http://127.0.0.1:9")
    handler.emit(_record("one"))
    handler.close()
    assert _lost("unreachable") == before + 1


def test_after_the_end_lines_are_counted(loki: LokiStandIn) -> None:
    handler = _handler(loki.url)
    handler.close()
    before = _lost("unreachable")
    handler.emit(_record("late"))
    handler.close()
    assert _lost("unreachable") == before + 1


def test_a_handler_that_is_closing_holds_nobody() -> None:
    """logging.shutdown holds a handler's lock while it closes it."""
    with hostile(hostile_server.never_answers) as server:
        handler = _handler(server.url, grace_s=20)
        handler.emit(_record("one"))
        server.wait_for(1)
        closing = threading.Thread(target=logging.shutdown, args=([lambda: handler],))
        closing.start()
        assert handler._stopping.wait(30)
        handler.handle(_record("two"))  # returns while the other thread closes
        assert closing.is_alive()
        handler._deadline = 0
        closing.join()


def _wait_until(holds: Callable[[], object], timeout_s: float = 30) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)
