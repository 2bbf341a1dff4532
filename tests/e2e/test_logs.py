"""The logs of the whole run: no secret, no token, and of people no more than the user id.

It runs after all other tests of the session (see conftest), so that it reads what they caused.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chart import CHART
from chart_alloy import Line, joined, parse, run
from e2e_logs import OURS, Found, lines_of, log_files, private_lines, secrets_of
from e2e_sessions import Sessions
from e2e_stack import LogIn, Stack
from isotherm_devstack.acceptance.person import USERNAME
from isotherm_devstack.demo.people import PEOPLE


@pytest.fixture
async def names(owner: Any) -> set[str]:
    """The names of the stack's people: of the demo, and of all who were ever seen."""
    words = {word for p in PEOPLE for word in (p.username, p.first_name, p.last_name, p.email)}
    for row in await owner.fetch("SELECT username, name, email FROM user_account"):
        words |= {word for word in (row["username"], row["name"], row["email"]) if word}
    # the acceptance test signs in as nobody, and names its site and device so, too
    return {word for word in words if len(word) > 2 and word != USERNAME}


async def test_no_log_holds_a_secret_or_names_a_person(
    stack: Stack, sessions: Sessions, log_in: LogIn, names: set[str]
) -> None:
    # whatever ran before, somebody has signed in, and somebody else has failed to
    page = await log_in("vera", "/", afresh=True)
    await page.get_by_role("navigation").first.wait_for()
    cookies = {
        cookie["value"]: f"cookie {cookie['name']}" for cookie in await page.context.cookies()
    }
    await _fail_to_sign_in(page.context.browser, stack)
    secrets = secrets_of(stack) | {"wrong-password-of-vera": "a password that somebody typed"}
    secrets |= {
        value: name for value, name in (cookies | sessions.cookies()).items() if len(value) >= 20
    }

    files = log_files(stack)
    assert {"api.log", "frontend.log", "ingest.log", "keycloak.log", "mosquitto.log"} <= {
        path.name for path in files
    }
    leaks: list[Found] = []
    for path in files:
        leaks += private_lines(path, secrets, names)
    assert [f"{leak.file} holds {leak.what}: {leak.line[:500]}" for leak in leaks[:20]] == []


def test_what_must_not_be_in_a_log_is_found(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    lines = (
        "the password is hunter-2-hunter-2",
        'username=\\"Vera\\"',
        "Authorization: Bearer abcdefghijklmnop",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        "GET /auth/callback?code=5f2a&state=1",
        "grant_type=refresh_token&refresh_token=opaque",
        "no such person: grace@example.org",
    )
    log.write_text("\n".join((*lines, "vera-fridge-1 is silent", "password=[secret]")) + "\n")
    leaks = list(private_lines(log, {"hunter-2-hunter-2": "a password"}, {"vera"}))
    assert [leak.line.rstrip("\n") for leak in leaks] == list(lines)


async def test_each_line_of_our_own_parts_is_one_object(stack: Stack) -> None:
    for path in log_files(stack):
        if path.stem not in OURS:
            continue
        for line in lines_of(path):
            document = json.loads(line)
            if "span" in document:  # a trace on the console
                continue
            assert {"time", "level", "service", "instance", "logger", "message"} <= document.keys()
            assert document["level"] in ("debug", "info", "warning", "error", "critical")
            assert document["service"] == path.stem


@pytest.mark.parametrize("part", ["mosquitto", "postgres", "keycloak", "frontend"])
async def test_alloy_finds_the_time_of_each_line_of_another_part(stack: Stack, part: str) -> None:
    """By the chart's own configuration; what a program says before it logs has none."""
    config = (CHART / "files" / "alloy" / "config.alloy").read_text()
    [process] = parse(config).all("loki.process")
    labels = {"service": "postgresql" if part == "postgres" else part, "instance": f"{part}-0"}
    whole = re.compile(r'\{"|\d{4}-\d\d-\d\d')
    dated = 0
    for text in joined(process, _of(stack, part), labels):
        line = run(process, Line(text, dict(labels)))
        if whole.match(text) and '"span":' not in text:
            assert line.time is not None, text
            dated += 1
    assert dated


async def test_a_request_is_found_in_the_lines_of_both_its_parts(
    stack: Stack, log_in: LogIn
) -> None:
    page = await log_in("vera", "/")
    answer = await page.request.get(f"{stack.frontend}/api/v1/me")
    assert answer.status == 200
    request_id = answer.headers["x-request-id"]
    lines = [json.loads(line) for line in _of(stack, "api") if request_id in line]
    [line] = [line for line in lines if line.get("route") == "/me"]
    assert line["request_id"] == request_id
    assert line["subject"] in {person.subject for person in PEOPLE}


def _of(stack: Stack, part: str) -> list[str]:
    [path] = [path for path in log_files(stack) if path.stem == part]
    return list(lines_of(path))


async def _fail_to_sign_in(browser: Any, stack: Stack) -> None:
    context = await browser.new_context(base_url=stack.frontend)
    try:
        page = await context.new_page()
        await page.goto("/")
        await (
            page.get_by_text("Sign in", exact=True).or_(page.locator("#username")).first.wait_for()
        )
        if not await page.locator("#username").count():
            await page.get_by_text("Sign in", exact=True).first.click()
        await page.locator("#username").fill("vera")
        await page.locator("#password").fill("wrong-password-of-vera")
        await page.locator("#kc-login").click()
        await page.locator("#password").wait_for()
    finally:
        await context.close()
