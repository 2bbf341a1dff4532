"""Looking people up in the real Keycloak."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from isotherm.process import tracing
from isotherm.process.tracing.collected import collected
from isotherm.realm.description import LOOKUP_CLIENT
from isotherm_api.directory.keycloak import KeycloakDirectory
from isotherm_api.problem import Unavailable
from isotherm_devstack.demo.people import ADA


async def test_people_are_found_by_name_and_by_address(keycloak: Any) -> None:
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    async with aclosing(directory):
        for words in ("ada", "ADA", ADA.email):
            person = await directory.find(words)
            assert person is not None
            assert (person.subject, person.username, person.name) == (
                ADA.subject, "ada", "Ada Keller",
            )  # fmt: skip
        for words in ("ad", "ad*", "*", "nobody@example.invalid", ""):
            assert await directory.find(words) is None, words


async def test_an_address_names_somebody_only_once_it_is_verified(keycloak: Any) -> None:
    address = "newhire@example.invalid"
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    async with aclosing(directory), await keycloak.admin() as admin:
        eve = {"username": "eve", "email": address, "emailVerified": False, "enabled": True}
        answer = await admin.post("/users", json=eve)
        assert answer.status_code == 201
        path = f"/users/{answer.headers['location'].rsplit('/', 1)[1]}"
        try:
            assert await directory.find(address) is None
            person = await directory.find("eve")
            assert person is not None
            assert person.email is None
            await admin.put(path, json=eve | {"emailVerified": True})
            person = await directory.find(address)
            assert person is not None
            assert (person.username, person.email) == ("eve", address)
        finally:
            await admin.delete(path)


async def test_an_unreachable_directory_is_unavailable(keycloak: Any) -> None:
    directory = KeycloakDirectory("http://127.0.0.1:1/realms/isotherm", LOOKUP_CLIENT, "x")
    async with aclosing(directory):
        with pytest.raises(Unavailable):
            await directory.find("ada")
    wrong = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, "not the secret")
    async with aclosing(wrong):
        with pytest.raises(Unavailable):
            await wrong.find("ada")


@asynccontextmanager
async def made(admin: Any, *paths: str) -> AsyncIterator[dict[str, str]]:
    """Make groups of Keycloak, parents first; yield their ids by path."""
    ids: dict[str, str] = {}
    try:
        for path in paths:
            parent, _, name = path.rpartition("/")
            url = f"/groups/{ids[parent]}/children" if parent else "/groups"
            answer = await admin.post(url, json={"name": name})
            assert answer.status_code == 201, answer.text
            ids[path] = answer.headers["location"].rsplit("/", 1)[1]
        yield ids
    finally:
        for path, key in ids.items():
            if path.count("/") == 1:
                await admin.delete(f"/groups/{key}")


async def test_people_and_groups_are_found_by_a_part_of_their_name(keycloak: Any) -> None:
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    paths = ("/Pharmacies", "/Pharmacies/Wien ü?", "/Pharmacies/Wien ü?/night", "/other")
    async with aclosing(directory), await keycloak.admin() as admin, made(admin, *paths):
        for text in ("ada", "KELL", "kel ad", "ada@exa"):
            candidates = await directory.search(text, 20)
            assert [person.username for person in candidates.people] == ["ada"], text
            assert not candidates.truncated
        for text in ("*", "%%", "__", "adax", "\\\\"):
            assert list((await directory.search(text, 20)).people) == [], text
        many = await directory.search("example", 2)
        assert (len(many.people), many.truncated) == (2, True)
        for text, wanted in (
            ("pharm", list(paths[:3])),
            ("wien", list(paths[1:3])),
            ("/pharmacies/wi", list(paths[1:3])),
            ("es/wien", list(paths[1:3])),
            ("night", ["/night-shift", paths[2]]),
            ("ü?/", [paths[2]]),
            ("/", []),
            ("nowhere", []),
        ):
            assert list((await directory.search(text, 20)).groups) == wanted, text
        few = await directory.search("pharm", 2)
        assert (list(few.groups), few.truncated) == (list(paths[:2]), True)


async def test_a_disabled_user_is_neither_found_nor_a_member(keycloak: Any) -> None:
    directory = KeycloakDirectory(
        keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret, members_s=0
    )
    async with (
        aclosing(directory),
        await keycloak.admin() as admin,
        made(admin, "/a", "/a/b") as groups,
    ):
        eve = {"username": "eve", "email": "x-eve@example.invalid", "enabled": True}
        answer = await admin.post("/users", json=eve)
        path = f"/users/{answer.headers['location'].rsplit('/', 1)[1]}"
        try:
            await admin.put(f"{path}/groups/{groups['/a/b']}")
            assert [person.username for person in (await directory.search("eve", 9)).people] == [
                "eve"
            ]
            assert list((await directory.search("x-eve", 9)).people) == [], "not verified"
            assert [person.username for person in (await directory.members("/a/b")).people] == [
                "eve"
            ]
            assert list((await directory.members("/a")).people) == [], "only of the subgroup"
            assert list((await directory.members("/nowhere")).people) == []
            assert (await directory.read(path.removeprefix("/users/"))) is not None
            await admin.put(path, json=eve | {"enabled": False})
            assert list((await directory.search("eve", 9)).people) == []
            assert list((await directory.members("/a/b")).people) == []
        finally:
            await admin.delete(path)


async def test_members_are_kept_for_seconds(keycloak: Any) -> None:
    now = 0.0
    directory = KeycloakDirectory(
        keycloak.issuer,
        LOOKUP_CLIENT,
        keycloak.lookup_secret,
        members_s=10,
        monotonic=lambda: now,
    )
    async with aclosing(directory), await keycloak.admin() as admin, made(admin, "/a") as groups:
        assert list((await directory.members("/a")).people) == []
        await admin.put(f"/users/{ADA.subject}/groups/{groups['/a']}")
        assert list((await directory.members("/a")).people) == []
        now = 11.0
        members = await directory.members("/a")
        assert [person.username for person in members.people] == ["ada"]
        assert members.complete


async def test_a_subject_is_read_and_nothing_else_of_the_administration(keycloak: Any) -> None:
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    async with aclosing(directory):
        person = await directory.read(ADA.subject)
        assert person is not None
        assert person.username == "ada"
        unknown = "00000000-0000-0000-0000-000000000000"
        for subject in (unknown, "count", "profile", "../groups", "ada", f"{ADA.subject}/groups"):
            assert await directory.read(subject) is None, subject


async def test_questions_to_an_unreachable_directory_are_unavailable(keycloak: Any) -> None:
    directory = KeycloakDirectory("http://127.0.0.1:1/realms/isotherm", LOOKUP_CLIENT, "x")
    async with aclosing(directory):
        for question in (
            directory.search("ada", 9),
            directory.members("/night-shift"),
            directory.read(ADA.subject),
        ):
            with pytest.raises(Unavailable, match="Keycloak cannot be reached"):
                await question


async def test_questions_to_a_directory_that_hangs_end() -> None:
    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    ended = asyncio.Event()
    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}/realms/isotherm"
    directory = KeycloakDirectory(url, LOOKUP_CLIENT, "x", patience_s=0.1)
    async with server, aclosing(directory):
        for question in (directory.search("ada", 9), directory.members("/night-shift")):
            with pytest.raises(Unavailable):
                await question
        ended.set()


async def test_each_request_is_a_span_that_names_nobody(keycloak: Any) -> None:
    directory = KeycloakDirectory(keycloak.issuer, LOOKUP_CLIENT, keycloak.lookup_secret)
    async with aclosing(directory):
        with collected() as spans, tracing.span("request") as request:
            await directory.find("ada")
            await directory.read(ADA.subject)
            await directory.members("/night-shift")
    names = [span["span"] for span in spans.spans]
    assert names.count("Keycloak GET users") == 2
    assert {"Keycloak POST protocol/openid-connect/token", "Keycloak GET users/{id}"} <= set(names)
    assert "Keycloak GET group-by-path/{path}" in names
    assert request.remote is not None
    for span in spans.spans[:-1]:
        assert span["parent_span_id"] == request.remote.span_id
        assert span["attributes"]["http.response.status_code"] in (200, 404)
    told = str(spans.spans)
    assert [
        word for word in ("ada", ADA.subject, "night", keycloak.lookup_secret) if word in told
    ] == []


async def test_a_request_that_fails_is_a_span_that_failed() -> None:
    directory = KeycloakDirectory("http://127.0.0.1:1/realms/isotherm", LOOKUP_CLIENT, "x")
    async with aclosing(directory):
        with collected() as spans, tracing.span("request"), pytest.raises(Unavailable):
            await directory.find("ada")
    assert {span["status"] for span in spans.spans if span["span"].startswith("Keycloak")} == {
        "error"
    }
