"""A session ends for everybody when its user signs out, and none outlives a sign-out."""

import asyncio
from typing import Any

import httpx
import pytest

from e2e_stack import Stack
from sign_in import (
    bearer,
    pass_form,
    plain_client,
    session_cookies,
    signed_in,
    token_of,
    tokens_of,
)

HANG_S = 60


async def sign_out(client: httpx.AsyncClient) -> httpx.Response:
    """Sign out as the page's form does."""
    return await client.post("/auth/logout", headers={"sec-fetch-site": "same-origin"})


async def test_a_stolen_cookie_in_use_ends_with_the_sign_out(stack: Stack) -> None:
    async with signed_in(stack, "vera") as vera, plain_client(base_url=stack.frontend) as thief:
        thief.cookies.update(session_cookies(vera))
        answers: list[int] = []
        polled, signed_out = asyncio.Event(), asyncio.Event()

        async def poll() -> None:
            while not signed_out.is_set() or len(answers) < 20:
                began_after = signed_out.is_set()
                try:
                    status = (await thief.get("/api/v1/me")).status_code
                except httpx.RemoteProtocolError:
                    # what is being answered at the sign-out is cut off
                    assert not began_after
                    continue
                polled.set()
                if began_after:
                    answers.append(status)

        async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
            group.create_task(poll(), name="poll")
            await polled.wait()
            left = await sign_out(vera)
            assert left.status_code == 303
            signed_out.set()
        assert set(answers) == {401}
        page = await thief.get("/", headers={"accept": "text/html"})
        assert page.status_code == 303


async def test_an_open_stream_ends_with_the_sign_out(stack: Stack) -> None:
    async with signed_in(stack, "vera") as vera, plain_client(base_url=stack.frontend) as thief:
        thief.cookies.update(session_cookies(vera))
        async with asyncio.timeout(HANG_S), thief.stream("GET", "/api/v1/live") as stream:
            assert stream.status_code == 200
            lines = stream.aiter_lines()
            assert await anext(lines)
            await sign_out(vera)
            async for _ in lines:
                pass  # ends
        assert (await thief.get("/api/v1/live")).status_code == 401


async def test_tokens_taken_from_a_session_end_with_it(stack: Stack) -> None:
    tokens = await tokens_of(stack, "vera")
    async with plain_client(base_url=stack.api) as client:
        headers = bearer(tokens["access_token"])
        assert (await client.get("/api/v1/me", headers=headers)).status_code == 200
        assert (await client.delete("/api/v1/session", headers=headers)).status_code == 204
        assert (await client.get("/api/v1/me", headers=headers)).status_code == 401
        other = bearer(await token_of(stack, "vera"))
        assert (await client.get("/api/v1/me", headers=other)).status_code == 200


async def test_the_session_at_keycloak_has_ended_too(stack: Stack) -> None:
    async with signed_in(stack, "vera") as vera:
        await sign_out(vera)
        again = await vera.get("/auth/login")
        page = await vera.get(again.headers["location"])
        assert page.status_code == 200, "Keycloak still knows the browser"
        assert "kc-form-login" in page.text


@pytest.mark.parametrize("scope", ["offline_access", "openid offline_access", "offline_access x"])
async def test_no_login_outlives_its_session(stack: Stack, scope: str) -> None:
    async with plain_client(base_url=stack.frontend) as client:
        login = await client.get("/auth/login")
        url = login.headers["location"].replace("scope=openid", f"scope={scope}+openid")
        page = await client.get(url)
        if page.status_code == 200:
            back = await pass_form(client, url, "vera", stack.password_of("vera"))
        else:
            back = page.headers["location"]
        assert (
            (await client.get(back)).headers["location"].startswith(f"{stack.frontend}/signed-out")
        )
        assert (await client.get("/api/v1/me")).status_code == 401


async def test_a_login_comes_back_to_its_own_address_only(stack: Stack) -> None:
    async with plain_client(base_url=stack.frontend) as client:
        for path in ("/", "/devices", "/auth/callback/x", "/auth/callback/../login", "/signed-out"):
            login = await client.get("/auth/login")
            url = httpx.URL(login.headers["location"])
            url = url.copy_set_param("redirect_uri", f"{stack.frontend}{path}")
            assert (await client.get(url)).status_code == 400, path


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "another"},
        {"code": "another"},
        {"iss": "http://evil.example/realms/isotherm"},
        {"iss": None},
        {"error": "access_denied", "code": None},
    ],
    ids=str,
)
async def test_a_callback_that_was_tampered_with_is_refused(
    stack: Stack, changed: dict[str, Any]
) -> None:
    async with plain_client(base_url=stack.frontend) as client:
        login = await client.get("/auth/login")
        password = stack.password_of("vera")
        back = httpx.URL(await pass_form(client, login.headers["location"], "vera", password))
        for name, text in changed.items():
            back = back.copy_remove_param(name)
            if text is not None:
                back = back.copy_set_param(name, text)
        answer = await client.get(back)
        assert answer.status_code == 303
        assert "/signed-out?reason=" in answer.headers["location"]
        assert "away" not in answer.headers["location"]
        assert (await client.get("/api/v1/me")).status_code == 401


async def test_a_login_begun_elsewhere_does_not_sign_in_here(stack: Stack) -> None:
    async with (
        plain_client(base_url=stack.frontend) as attacker,
        plain_client(base_url=stack.frontend) as victim,
    ):
        login = await attacker.get("/auth/login")
        password = stack.password_of("mira")
        back = await pass_form(attacker, login.headers["location"], "mira", password)
        await victim.get(back)
        assert (await victim.get("/api/v1/me")).status_code == 401
        assert (await attacker.get(back)).status_code == 303
        assert (await attacker.get("/api/v1/me")).status_code == 200
        replayed = await attacker.get(back)
        assert replayed.status_code == 303


async def test_altered_cookies_are_no_session(stack: Stack) -> None:
    async with signed_in(stack, "vera") as vera, plain_client(base_url=stack.frontend) as thief:
        [(name, text)] = session_cookies(vera).items()
        middle = len(text) // 2
        for altered in (
            text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :],
            text[:-1],
            text[::-1],
            "A" * len(text),
            "",
            "..",
        ):
            thief.cookies.clear()
            thief.cookies.set(name, altered)
            assert (await thief.get("/api/v1/me")).status_code == 401, altered[:20]
