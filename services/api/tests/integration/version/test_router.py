"""Everyone who is signed in may ask for the version."""

from typing import Any

from isotherm import __version__


async def test_the_api_says_its_version(api: Any) -> None:
    assert await api.get("nobody", "/version") == {"version": __version__}
    assert (await api.ask("", "/version")).status_code == 401


async def test_the_document_of_the_api_has_the_same_version(api: Any) -> None:
    document = (await api.ask("", "/openapi.json")).json()
    assert document["info"]["version"] == __version__
