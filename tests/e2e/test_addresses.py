"""Addresses that cannot be decoded are the sender's error, with or without a session."""

import asyncio
import http.client
import json
from urllib.parse import urlsplit

import pytest

from e2e_stack import LogIn, Stack

BAD = ("%E0%80", "%FF", "%zz", "%", "a%00b", "%ED%A0%80", "%C0%AE")


class _Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.text = response.read().decode()


async def _ask(origin: str, target: str, cookie: str = "", method: str = "GET") -> _Answer:
    """Send the target as it is; HTTP clients would mend it."""

    def ask() -> _Answer:
        connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=60)
        try:
            connection.request(method, target, headers={"Cookie": cookie} if cookie else {})
            return _Answer(connection.getresponse())
        finally:
            connection.close()

    return await asyncio.to_thread(ask)


async def _cookie(log_in: LogIn) -> str:
    page = await log_in("vera")
    return "; ".join(f"{c['name']}={c['value']}" for c in await page.context.cookies(page.url))


@pytest.mark.parametrize("signed_in", [False, True])
async def test_a_damaged_address_is_a_bad_request(
    stack: Stack, log_in: LogIn, signed_in: bool
) -> None:
    cookie = await _cookie(log_in) if signed_in else ""
    for bad in BAD:
        for target in (f"/api/v1/{bad}", f"/api/v1/devices/{bad}", f"/api/v1/me?a={bad}"):
            for method in ("GET", "POST"):
                answer = await _ask(stack.frontend, target, cookie, method)
                assert answer.status == 400, target
                assert answer.headers["content-type"] == "application/problem+json"
                assert json.loads(answer.text)["status"] == 400
                assert "content-security-policy" in answer.headers
        for target in (f"/devices/{bad}", f"/sensors/{bad}/x", f"/?a={bad}", f"/signed-out/{bad}"):
            answer = await _ask(stack.frontend, target, cookie)
            assert answer.status == 400, target
            assert answer.headers["content-type"].startswith("text/html")
            assert "This address cannot be read" in answer.text
            assert "content-security-policy" in answer.headers
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_can_be_decoded_is_served(stack: Stack, log_in: LogIn) -> None:
    cookie = await _cookie(log_in)
    for target in ("/devices/%25E0%2580", "/devices/K%C3%BChlhaus", "/?a=100%25"):
        answer = await _ask(stack.frontend, target, cookie)
        assert answer.status == 200, target
        assert "'nonce-" in answer.headers["content-security-policy"]
    assert (await _ask(stack.frontend, "/api/v1/me", cookie)).status == 200


async def test_every_answer_has_a_policy(stack: Stack) -> None:
    targets = (
        "/",
        "/signed-out",
        "/nothing",
        "/api/v1/me",
        "/api/v2",
        "/auth/x",
        "/_next/x",
        "//x",
    )
    for target in targets:
        answer = await _ask(stack.frontend, target)
        assert answer.status < 500, target
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], target
    assert (await _ask(stack.frontend, "/api/v1/me", method="TRACE")).status == 405
