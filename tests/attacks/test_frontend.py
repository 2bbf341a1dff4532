"""The frontend keeps to its own origin, and answers whatever it is asked with its own headers."""

from contextlib import suppress
from typing import Any

import httpx
import pytest

from attack_http import exchanged
from e2e_stack import Stack
from sign_in import pass_form, plain_client, session_cookies, signed_in

BAD_PATHS = (
    "/api/v1/%E0%80", "/api/v1/devices/%FF", "/api/v1/%zz", "/api/v1/%", "/api/v1/a%00b",
    "/devices/%E0%80", "/sensors/%E0%80/x", "/%FF", "/devices/%", "/devices/%2", "/sensors/a/%C3",
)  # fmt: skip
BAD_QUERIES = ("/api/v1/overview?site=%FF", "/devices?search=%E0%80", "/?view=%", "/ledger?day=%zz")


@pytest.mark.parametrize("someone", [False, True], ids=["signed out", "signed in"])
async def test_malformed_escapes_are_bad_requests(stack: Stack, someone: bool) -> None:
    async with signed_in(stack, "vera") as client:
        if not someone:
            client.cookies.clear()
        for path in BAD_PATHS:
            answer = await client.get(path, headers={"accept": "text/html"})
            kind = answer.headers.get("content-type", "")
            assert answer.status_code == 400, f"{path}: {answer.status_code}"
            assert "x-content-type-options" in answer.headers, path
            if path.startswith("/api/"):
                assert kind.startswith("application/problem+json"), path
                assert answer.json()["status"] == 400
            else:
                assert "content-security-policy" in answer.headers, path
        for path in BAD_QUERIES:
            answer = await client.get(path)
            assert answer.status_code < 500, path
            assert answer.headers.get("content-type", "").split(";")[0] != "text/plain", path


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"origin": None}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": None, "sec-fetch-site": "none"}, False),
        ({"origin": None, "sec-fetch-site": "same-origin"}, True),
        ({}, True),
        ({"origin": None, "x-forwarded-host": "evil.example", "host": "evil.example"}, False),
    ],
    ids=str,
)
async def test_changes_come_from_our_own_page(
    stack: Stack, headers: dict[str, Any], passes: bool
) -> None:
    async with signed_in(stack, "vera") as client:
        for name in [name for name, text in headers.items() if text is None]:
            client.headers.pop(name, None)
        sent = {name: text for name, text in headers.items() if text is not None}
        answer = await client.patch("/api/v1/me", json={"unit": "C"}, headers=sent)
        assert answer.status_code == (200 if passes else 403), answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy"},
        {"x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy"},
        {"x-nonce": "mine", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"},
        {"rsc": "1", "next-router-state-tree": "%5B%22%22%5D"},
        {"next-action": "0" * 40},
        {"authorization": "Bearer something"},
    ],
    ids=str,
)
async def test_no_header_opens_a_page_without_a_session(
    stack: Stack, headers: dict[str, str]
) -> None:
    async with plain_client(base_url=stack.frontend) as client:
        for path in ("/", "/devices", "/sensors/linden-pharmacy/vaccine-fridge-1", "/profile"):
            answer = await client.get(path, headers=headers)
            assert answer.status_code in (303, 307), path
            to = httpx.URL(stack.frontend).join(answer.headers["location"])
            assert str(to).startswith(f"{stack.frontend}/auth/login")


@pytest.mark.parametrize(
    "wanted",
    [
        "http://evil.example/", "//evil.example", "/\\evil.example", "/%2e//evil.example",
        "https:evil.example", "javascript:alert(1)", "/auth/logout", "\t//evil.example",
        "/..//evil.example",
    ],
)  # fmt: skip
async def test_a_login_returns_to_this_site(stack: Stack, wanted: str) -> None:
    async with plain_client(base_url=stack.frontend) as client:
        login = await client.get("/auth/login", params={"return_to": wanted})
        password = stack.password_of("vera")
        back = await pass_form(client, login.headers["location"], "vera", password)
        answer = await client.get(back)
        location = answer.headers["location"]
        assert location.startswith(f"{stack.frontend}/"), location
        assert not location.removeprefix(stack.frontend).startswith("//"), location
        assert "/auth/" not in location


async def test_the_proxy_reaches_the_api_only(stack: Stack) -> None:
    async with signed_in(stack, "vera") as client:
        for path in (
            "/api/v1/../../metrics", "/api/v1/%2e%2e/%2e%2e/metrics", "/api/v1/..%2f..%2fmetrics",
            "/api/v1//evil.example/x", "/api/v2/me", "/api/@127.0.0.1:1/",
        ):  # fmt: skip
            answer = await client.get(path)
            assert answer.status_code in (301, 303, 307, 308, 400, 404), path
            assert "process_resident_memory_bytes" not in answer.text


async def test_pages_forbid_foreign_scripts_and_frames(stack: Stack) -> None:
    async with signed_in(stack, "vera") as client:
        nonces = set()
        for path in ("/", "/devices", "/ledger", "/profile", "/signed-out"):
            answer = await client.get(path, headers={"x-nonce": "mine"})
            policy = answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy
            assert "object-src 'none'" in policy
            assert "'nonce-mine'" not in policy
            assert "no-store" in answer.headers["cache-control"]
            nonces.add(policy.split("'nonce-")[1].split("'")[0])
        assert len(nonces) == 5


async def test_what_is_too_large_is_refused(stack: Stack) -> None:
    async with signed_in(stack, "vera") as client:
        cookies = b"; ".join(b"c%d=%s" % (number, b"a" * 4_000) for number in range(10))
        head = b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + cookies + b"\r\n\r\n"
        status, _ = await exchanged(stack.frontend, head)
        assert status in (0, 431)
        async with plain_client(base_url=stack.frontend, headers=client.headers) as apart:
            apart.cookies.update(session_cookies(client))
            # the server may close the connection before it has read all
            with suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                answer = await apart.patch("/api/v1/me", json={"time_zone": "a" * 5_000_000})
                assert answer.status_code in (413, 422)
        assert (await client.get("/api/v1/me")).status_code == 200
        image = await client.get("/_next/image", params={"url": f"{stack.api}/x", "w": 64, "q": 75})
        assert image.status_code in (303, 400, 404)
