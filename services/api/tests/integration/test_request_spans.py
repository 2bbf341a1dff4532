"""A request is a span below the frontend's, and its SQL and questions to Keycloak are below it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from phone_book import PhoneBook

from isotherm.process.log_fields import current_fields
from isotherm.process.tracing.collected import Collected, collected

_TRACE, _PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
_SAMPLED = {"traceparent": f"00-{_TRACE}-{_PARENT}-01"}


@pytest.fixture
def spans() -> Iterator[Collected]:
    """The spans of this process."""
    with collected() as collection:
        yield collection


async def test_a_request_continues_the_frontends_trace_down_to_its_sql(
    api: Any, world: Any, spans: Collected
) -> None:
    site = await world.site("s")
    await world.fed(site, "fridge")
    answer = await api.ask("ada", "/sensors/s/fridge", headers=_SAMPLED)
    assert answer.status_code == 200, answer.text
    [request] = spans.named("GET /api/v1/sensors/{site}/{sensor}")
    assert (request["trace_id"], request["parent_span_id"]) == (_TRACE, _PARENT)
    assert (request["kind"], request["status"]) == ("server", "ok")
    assert request["attributes"] == {
        "http.request.method": "GET",
        "http.route": "/api/v1/sensors/{site}/{sensor}",
        "http.response.status_code": 200,
        "isotherm.request_id": answer.headers["x-request-id"],
        "isotherm.sensor": "s/fridge",
        "user.id": "subject-of-ada",
    }
    below = spans.children(request)
    statements = [span for span in below if span["span"].startswith("SQL ")]
    assert statements
    assert {span["trace_id"] for span in spans.spans} == {_TRACE}
    assert {span["attributes"]["db.system.name"] for span in statements} == {"postgresql"}
    assert all(span["kind"] == "client" for span in statements)
    assert "acquire connection" in {span["span"] for span in below}


async def test_a_change_shows_its_commit(api: Any, world: Any, spans: Collected) -> None:
    await world.site("s")
    await world.site("other")
    body = {"site": "s", "username": "newcomer", "role": "viewer"}
    answer = await api.ask("ada", "/grants", method="POST", json=body)
    assert answer.status_code == 201, answer.text
    [request] = spans.named("POST /api/v1/grants")
    assert "COMMIT" in {span["span"] for span in spans.children(request)}


async def test_names_are_of_a_known_set(api: Any, spans: Collected) -> None:
    for method in ("GET", "MKCOL"):
        await api.ask("", "/me", method=method)
    await api.ask("", "/unheard/of", method="ACL")
    roots = [span for span in spans.spans if span["kind"] == "server"]
    assert [span["span"] for span in roots] == [
        *("GET /api/v1/me", "other /api/v1/me", "other unmatched")
    ]
    assert [span["attributes"]["http.request.method"] for span in roots] == [
        *("GET", "_OTHER", "_OTHER")
    ]
    assert "unheard" not in str(spans.spans)


@pytest.mark.parametrize("flags", ["00", "01"])
async def test_the_frontend_decides_whether_its_trace_is_recorded(
    api: Any, spans: Collected, flags: str
) -> None:
    await api.ask("ada", "/me", headers={"traceparent": f"00-{_TRACE}-{_PARENT}-{flags}"})
    assert bool(spans.spans) is (flags == "01")


@pytest.mark.parametrize("text", ["", "nonsense", f"00-{'0' * 32}-{_PARENT}-01", "00-" * 5_000])
async def test_a_malformed_traceparent_begins_a_trace(
    api: Any, spans: Collected, text: str
) -> None:
    answer = await api.ask("ada", "/me", headers={"traceparent": text})
    assert answer.status_code == 200
    [request] = spans.named("GET /api/v1/me")
    assert request["parent_span_id"] is None


async def test_a_failure_is_an_error_without_its_text(
    api: Any, world: Any, spans: Collected, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.site("s")

    async def fail(*_: object) -> None:
        raise RuntimeError("Ada Lovelace, ada@example.org")

    monkeypatch.setattr(PhoneBook, "search", fail)
    params = {"q": "Lovelace", "site": "s"}
    answer = await api.ask("ada", "/grants/candidates", params=params)
    assert answer.status_code == 500, answer.text
    [request] = [span for span in spans.spans if span["kind"] == "server"]
    assert (request["status"], request["attributes"]["error.type"]) == ("error", "RuntimeError")
    assert "ovelace" not in str(spans.spans)


async def test_a_response_of_unknown_length_ends_its_span_at_its_head(
    api: Any, world: Any, spans: Collected
) -> None:
    site = await world.site("s")
    await world.fed(site, "fridge")
    params = {"sensor": "s/fridge", "from": 1_795_000_000_000, "to": 1_795_100_000_000}
    async with api.http.stream(
        "GET",
        "/export",
        params=params,
        headers={"Authorization": f"Bearer {api.realm.token('ada', admin=True)}"},
    ) as answer:
        assert answer.status_code == 200, await answer.aread()
        await answer.aread()
    [request] = spans.named("GET /api/v1/export")
    ended = datetime.fromisoformat(request["start"]) + timedelta(
        milliseconds=request["duration_ms"]
    )
    # the pages of the export are read after its head, and nobody waits for their spans
    assert all(datetime.fromisoformat(span["start"]) <= ended for span in spans.children(request))
    assert request["attributes"]["http.response.status_code"] == 200


async def test_off_means_nothing_is_made(api: Any, world: Any) -> None:
    await world.site("s")
    async with api.services.database.reading() as connection:
        assert type(connection).__module__ == "asyncpg.pool"
    assert (await api.ask("ada", "/me", headers=_SAMPLED)).status_code == 200
    assert current_fields() == {}
