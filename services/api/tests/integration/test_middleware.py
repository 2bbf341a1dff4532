"""Request ids, and the limit of a request's body."""

import asyncio
import io
import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from phone_book import PhoneBook

from isotherm.process.logging import JsonFormatter
from isotherm_api.directory.people import Candidates, Person
from isotherm_api.turns import Turns


async def test_a_long_body_is_rejected_with_and_without_a_length(api: Any) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    for content in (b" " * 70_000, chunks()):
        answer = await api.ask("ada", "/me", method="PATCH", content=content, headers=headers)
        assert answer.status_code == 413, answer.text
        assert answer.json()["request_id"]


async def test_a_valid_request_id_is_kept_and_another_replaced(api: Any) -> None:
    answer = await api.ask("", "/me", headers={"X-Request-Id": "abcdefgh-1"})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "abcdefgh-1"
    answer = await api.ask("", "/me", headers={"X-Request-Id": 'x"\n y' * 3})
    assert len(answer.headers["x-request-id"]) == 32


async def test_methods_that_no_route_has_are_one_label(api: Any) -> None:
    methods = ["ACL", "MKCOL", "TRACE", "QUERY", "X" * 100, "OPTIONS"]
    for method in methods:
        for path in ("/me", "/nothing", "/sites/x/y/z"):
            answer = await api.ask("", path, method=method)
            assert answer.status_code in (404, 405)
    for method in ("GET", "PATCH"):
        await api.ask("", "/me", method=method)
    [metric] = api.services.metrics.requests.collect()
    labels = {sample.labels["method"] for sample in metric.samples}
    assert {"GET", "PATCH", "other"} <= labels
    assert labels <= {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "other"}
    routes = {sample.labels["route"] for sample in metric.samples}
    assert not [route for route in routes if "nothing" in route or "x/y/z" in route]


async def test_a_long_path_is_cut_in_the_log(api: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "isotherm_api.access"):
        await api.ask("", "/" + "x" * 10_000)
    [record] = caplog.records
    assert record.path.startswith("/api/v1/xxx")
    assert len(record.path) <= 300
    assert len(record.getMessage()) <= 320


class Closed(PhoneBook):
    """A directory that answers when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.opened = asyncio.Event(), asyncio.Event()

    async def find(self, username_or_email: str) -> Person | None:
        """Return the person of this user name or address."""
        self.asked.set()
        await self.opened.wait()
        return await super().find(username_or_email)


async def test_a_person_with_many_requests_waits_for_their_own(api: Any, world: Any) -> None:
    await world.site("s")
    directory, turns = Closed(), Turns(1)
    bounds = replace(api.services.bounds, turn_wait_s=0)
    api.app.state.services = replace(api.services, directory=directory, turns=turns, bounds=bounds)
    grant = {"site": "s", "username": "newcomer", "role": "viewer"}
    async with asyncio.TaskGroup() as group:
        working = group.create_task(api.ask("ada", "/grants", method="POST", json=grant))
        await directory.asked.wait()
        answer = await api.ask("ada", "/me")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
        assert (await api.ask("vera", "/me")).status_code == 200
        directory.opened.set()
    assert working.result().status_code == 201
    for status, path in ((200, "/me"), (404, "/sensors/s/none"), (422, "/series"), (200, "/me")):
        assert (await api.ask("ada", path)).status_code == status
    assert not turns._users


async def test_every_line_of_a_request_has_its_id(api: Any, world: Any) -> None:
    """Also one that is logged deep in a room, and in a task that a room starts."""
    site = await world.site("s")
    await world.fed(site, "fridge")

    class Chatty(PhoneBook):
        async def search(self, text: str, limit: int) -> Candidates | None:
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.to_thread(deep.warning, "deep"))
            return await super().search(text, limit)

    deep = logging.getLogger("isotherm_api.deep")
    handler = logging.StreamHandler(out := io.StringIO())
    handler.setFormatter(JsonFormatter("api", "api-0"))
    api.app.state.services = replace(api.services, directory=Chatty())
    root = logging.getLogger("isotherm_api")
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    try:
        for name in ("request-1", "request-2"):
            headers = {"X-Request-Id": name}
            params = {"q": "somebody", "site": "s"}
            await api.ask("ada", "/grants/candidates", params=params, headers=headers)
        await api.ask("ada", "/sensors/s/fridge", headers={"X-Request-Id": "request-3"})
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    seen = [(line["logger"].split(".")[-1], line["request_id"]) for line in lines]
    assert seen == [
        *(("deep", "request-1"), ("access", "request-1")),
        *(("deep", "request-2"), ("access", "request-2")),
        ("access", "request-3"),
    ]
    assert lines[-1]["sensor"] == "s/fridge"
    assert lines[-1]["subject"] == "subject-of-ada"
    assert not [line for line in lines if "somebody" in str(line)]
