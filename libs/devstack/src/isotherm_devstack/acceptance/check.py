"""The check from end to end, one line a step."""

import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx

from isotherm_devstack.acceptance import browser, person, steps
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.routes import client
from isotherm_devstack.acceptance.settings import Account, Target
from isotherm_devstack.acceptance.steps import Api

Say = Callable[[str], None]


@contextmanager
def step(say: Say, title: str) -> Iterator[None]:
    """Say a step with the seconds it took, or why it failed."""
    start = time.monotonic()
    try:
        yield
    except FailedError as error:
        say(f"FAILED {time.monotonic() - start:6.2f} s  {title}: {error}")
        raise
    say(f"ok     {time.monotonic() - start:6.2f} s  {title}")


async def check(target: Target, say: Say) -> None:
    """Run the check; raise FailedError at the first step that fails, after tidying up."""
    services = {
        target.public_url: target.frontend,
        target.keycloak_public_url: target.keycloak,
    }
    async with client(services) as pages, client({}) as inside:
        with step(say, "the pages, the API and Keycloak answer"):
            await _reach(inside, target)
        async with _someone(inside, target, say) as account:
            if account is None:
                return
            with step(say, "sign in at the pages as a browser does"):
                await browser.sign_in(pages, target, account)
            async with client(services) as other:
                with step(say, "get an access token"):
                    token = await browser.token(other, target, account)
            by_page = Api(pages, target.public_url, {})
            by_token = Api(inside, target.api, {"authorization": f"Bearer {token}"})
            try:
                await _follow_a_reading(target, by_page, by_token, pages, say)
            finally:
                with step(say, "remove the device and archive its site"):
                    await steps.clear(by_page)


async def _reach(inside: httpx.AsyncClient, target: Target) -> None:
    """Wait for each part, as new network policies take a moment."""
    realm = f"{target.keycloak}/realms/{target.realm}"
    for name, url, codes in (
        ("frontend", f"{target.frontend}/healthz", (200,)),
        ("api", f"{target.api}/api/v1/me", (401,)),
        ("keycloak", f"{realm}/.well-known/openid-configuration", (200,)),
    ):
        seen = "no answer"

        async def look(url: str = url, codes: tuple[int, ...] = codes) -> bool:
            nonlocal seen
            try:
                answer = await inside.get(url)
            except httpx.HTTPError as error:
                seen = repr(error)
                return False
            seen = str(answer.status_code)
            return answer.status_code in codes

        try:
            await steps.until(f"{name} does not answer at {url}", look)
        except FailedError as error:
            raise FailedError(f"{error}; last: {seen}") from None


@asynccontextmanager
async def _someone(
    inside: httpx.AsyncClient, target: Target, say: Say
) -> AsyncIterator[Account | None]:
    """Give the person of the check, or None if there can be none; say so."""
    if target.person is not None:
        yield target.person
        return
    if target.administrator is None:
        say(
            "not tried: nobody can sign in for the check. Set tests.existingSecret to a Secret"
            " with the username and password of a person with the role admin"
        )
        yield None
        return
    with step(say, f"make the person {person.USERNAME} in Keycloak"):
        temporary = person.temporary(inside, target, target.administrator)
        account = await temporary.__aenter__()
    try:
        yield account
    finally:
        with step(say, f"delete the person {person.USERNAME}"):
            await temporary.__aexit__(None, None, None)


async def _follow_a_reading(
    target: Target, by_page: Api, by_token: Api, pages: httpx.AsyncClient, say: Say
) -> None:
    with step(say, "the token and the page's session are the same person, an administrator"):
        here, there = await by_page.get("/me"), await by_token.get("/me")
        if here != there or not here["admin"]:
            raise FailedError(f"the page says {here}, the API {there}")
    with step(say, f"show the site {steps.NAME} and its sensor"):
        await steps.prepare_site(by_page)
    with step(say, f"register the device {steps.NAME} through the API"):
        password = await steps.register(by_token)
    if password is None or not target.makes_accounts:
        say("not tried: publishing as the device, as somebody else makes the broker's accounts")
        return
    with step(say, "the broker has its account"):
        await steps.wait_for_account(by_token)
    value, at = random.randint(1000, 3000) / 100, time.time_ns() // 1_000_000  # noqa: S311 - no secret
    with step(say, f"publish {value} °C as the device"):
        await steps.publish(target, password, value, at)
    with step(say, "install its channel on the sensor"):
        await steps.install(by_token, at)
    with step(say, "read it back through the API with the token"):
        await steps.wait_for_value(by_token, value, at)
        await steps.read_back(by_token, value, at)
    with step(say, "see it in the page's answer"):
        page = await pages.get(f"{target.public_url}/sensors/{steps.SENSOR}")
        if page.status_code != 200 or "<html" not in page.text:
            raise FailedError(f"the page of the sensor: {page.status_code}")
        await steps.wait_for_value(by_page, value, at)
        await steps.read_back(by_page, value, at)
