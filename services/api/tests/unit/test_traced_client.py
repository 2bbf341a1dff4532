"""Addresses of Keycloak become few names, without what was asked for."""

import httpx
import pytest
from prometheus_client import REGISTRY

from isotherm_api.metrics import KEYCLOAK_RESULTS
from isotherm_api.traced_client import TracedClient, template_of

_REALM = "/idp/realms/isotherm"
_ADMIN = "/idp/admin/realms/isotherm"


@pytest.mark.parametrize(
    ("path", "template"),
    [
        (f"{_REALM}/protocol/openid-connect/certs", "protocol/openid-connect/certs"),
        (f"{_REALM}/protocol/openid-connect/token", "protocol/openid-connect/token"),
        (f"{_ADMIN}/users", "users"),
        (f"{_ADMIN}/users/691e0de6-b5c4-5ce4-a099-f801205a0a62", "users/{id}"),
        (f"{_ADMIN}/users/f:9:ada", "users/{id}"),
        (f"{_ADMIN}/groups/691e0de6/members", "groups/{id}/members"),
        (f"{_ADMIN}/groups/691e0de6/children", "groups/{id}/children"),
        (f"{_ADMIN}/group-by-path/night-shift/linden/a/b/c", "group-by-path/{path}"),
        (f"{_ADMIN}/{'x/' * 100}", "{id}/{id}/{id}/{id}"),
        ("/elsewhere", ""),
    ],
)
def test_an_address_is_named_by_its_kind(path: str, template: str) -> None:
    assert template_of(path) == template


@pytest.mark.parametrize(
    ("status", "result"),
    [(200, "answered"), (302, "answered"), (404, "refused"), (503, "failed"), (None, "unanswered")],
)
async def test_each_request_is_timed_by_how_it_was_answered(
    status: int | None, result: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if status is None:
            raise httpx.ConnectError("away", request=request)
        return httpx.Response(status)

    def counts() -> dict[str, float]:
        name = "isotherm_api_keycloak_seconds_count"
        return {
            outcome: REGISTRY.get_sample_value(name, {"result": outcome}) or 0.0
            for outcome in KEYCLOAK_RESULTS
        }

    before = counts()
    async with TracedClient(transport=httpx.MockTransport(answer)) as client:
        try:
            await client.get("http://keycloak/realms/isotherm/protocol/openid-connect/certs")
        except httpx.ConnectError:
            assert status is None
    risen = {outcome: count - before[outcome] for outcome, count in counts().items()}
    assert {outcome for outcome, count in risen.items() if count} == {result}
    assert risen[result] == 1
