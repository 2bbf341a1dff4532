"""The requests of the check: what each step asks of the API, and what its failures say."""

import json
from typing import Any

import httpx
import pytest

from isotherm_devstack.acceptance import steps
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.steps import SENSOR, Api

SITE, DEVICE = "/sites/helm-test", "/devices/helm-test"
AT = 1_752_494_400_000

Answer = tuple[int, Any]


class Asked:
    """An API that gives these answers in their order, and what was asked of it."""

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[str] = []
        self.bodies: list[Any] = []
        self.headers: list[httpx.Headers] = []
        self._answers = iter(answers)
        http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.api = Api(http, "http://api:8000", {"authorization": "Bearer t"})

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(f"{request.method} {request.url.path.removeprefix('/api/v1')}")
        self.headers.append(request.headers)
        if request.content:
            self.bodies.append(json.loads(request.content))
        status, document = next(self._answers)
        return httpx.Response(status, json=document)


async def test_a_request_has_the_headers_of_its_client_and_its_own() -> None:
    asked = Asked((200, {"admin": True}), (204, None))
    assert await asked.api.get("/me") == {"admin": True}
    await asked.api.send("DELETE", DEVICE, 204, headers={"if-match": "*"})
    assert asked.requests == ["GET /me", f"DELETE {DEVICE}"]
    assert {headers["authorization"] for headers in asked.headers} == {"Bearer t"}
    assert [headers.get("if-match") for headers in asked.headers] == [None, "*"]


async def test_another_status_is_a_failure_with_the_answer() -> None:
    asked = Asked((201, "new"), (503, "x" * 1_000))
    with pytest.raises(FailedError, match=r'^POST http://api:8000/api/v1/sites: 201 "new"$'):
        await asked.api.send("POST", "/sites")
    with pytest.raises(FailedError, match="503") as caught:
        await asked.api.get("/me")
    assert len(str(caught.value)) < 400


async def test_no_answer_is_a_failure_with_the_reason() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as http:
        with pytest.raises(FailedError, match=r"^GET http://api/api/v1/me: ConnectError"):
            await Api(http, "http://api", {}).get("/me")


@pytest.mark.usefixtures("hurry")
async def test_a_wait_ends_when_something_is_seen_or_after_its_time() -> None:
    looks = iter([False, True])

    async def look() -> bool:
        return next(looks, False)

    await steps.until("nothing is there", look)
    with pytest.raises(FailedError, match=r"^nothing is there within 60 s$"):
        await steps.until("nothing is there", look)


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        (
            [(404, {}), (201, {}), (404, {}), (201, {})],
            [f"GET {SITE}", "POST /sites", f"GET /sensors/{SENSOR}", "POST /sensors"],
        ),
        (
            [(200, {"archived": AT}), (200, {}), (200, {})],
            [f"GET {SITE}", f"PATCH {SITE}", f"GET /sensors/{SENSOR}"],
        ),
        ([(200, {"archived": None}), (200, {})], [f"GET {SITE}", f"GET /sensors/{SENSOR}"]),
    ],
    ids=["at first", "archived", "there"],
)
async def test_the_site_and_its_sensor_are_made_or_shown_again(
    answers: list[Answer], requests: list[str]
) -> None:
    asked = Asked(*answers)
    await steps.prepare_site(asked.api)
    assert asked.requests == requests
    if len(answers) == 3:
        assert asked.bodies == [{"archived": False}]


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        ([(404, {})], ["POST /devices"]),
        ([(200, {"removed": AT}), (200, {})], [f"PATCH {DEVICE}", f"POST {DEVICE}/credential"]),
        ([(200, {"removed": None})], [f"POST {DEVICE}/credential"]),
    ],
    ids=["at first", "removed", "there"],
)
@pytest.mark.parametrize("password", ["secret", None])
async def test_the_device_is_registered_or_restored_with_a_new_password(
    answers: list[Answer], requests: list[str], password: str | None
) -> None:
    asked = Asked(*answers, (201, {"password": password}))
    assert await steps.register(asked.api) == password
    assert asked.requests == [f"GET {DEVICE}", *requests]


def _credential(state: str) -> Answer:
    return 200, {"credential": {"state": state, "error": "the plugin is missing"}}


@pytest.mark.usefixtures("hurry")
async def test_the_account_is_waited_for_unless_the_broker_refused_it() -> None:
    await steps.wait_for_account(Asked(_credential("pending"), _credential("applied")).api)
    for state in ("failed", "expired"):
        with pytest.raises(FailedError, match="did not take the account: the plugin is missing"):
            await steps.wait_for_account(Asked(_credential(state)).api)
    with pytest.raises(FailedError, match=r"^worker did not make the device's account"):
        await steps.wait_for_account(Asked(*[_credential("pending")] * 9).api)


@pytest.mark.usefixtures("hurry")
async def test_a_channel_is_installed_once_ingest_has_made_it() -> None:
    asked = Asked((404, {}), (422, {}), (201, {}))
    await steps.install(asked.api, AT)
    assert asked.requests == [f"POST /sensors/{SENSOR}/installations"] * 3
    assert asked.bodies[-1]["from"] == AT
    with pytest.raises(FailedError, match=r"^ingest stored nothing of the device"):
        await steps.install(Asked(*[(404, {})] * 9).api, AT)


@pytest.mark.usefixtures("hurry")
async def test_the_latest_reading_has_to_be_the_published_one() -> None:
    latest = [None, {"time": AT - 1, "value": 4.5}, {"time": AT, "value": 4.5}]
    asked = Asked(*[(200, {"latest": reading}) for reading in latest])
    await steps.wait_for_value(asked.api, 4.5, AT)
    assert len(asked.requests) == 3
    with pytest.raises(FailedError, match=r"^the sensor does not show the reading"):
        await steps.wait_for_value(Asked(*[(200, {"latest": latest[-1]})] * 9).api, 4.6, AT)


async def test_the_history_has_to_have_the_published_reading() -> None:
    series = {"sensors": [{"time": [AT - 1, AT], "avg": [20.0, 4.5]}]}
    await steps.read_back(Asked((200, series)).api, 4.5, AT)
    for value, at in ((20.0, AT), (4.5, AT - 1)):
        with pytest.raises(FailedError, match=f"lacks {value} at {at}"):
            await steps.read_back(Asked((200, series)).api, value, at)


async def test_what_the_check_made_is_put_away_also_if_it_is_not_there() -> None:
    for status in (200, 404):
        asked = Asked((status, {}), (status, {}))
        await steps.clear(asked.api)
        assert asked.requests == [f"DELETE {DEVICE}", f"PATCH {SITE}"]
        assert asked.bodies == [{"archived": True}]
