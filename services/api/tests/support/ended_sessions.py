"""Requests that end the session of a token."""

import httpx
from live_parts import Served

from isotherm_api.caller import Caller


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


async def end(served: Served, token: str) -> httpx.Response:
    """End the session of a token."""
    return await served.api.http.delete("/session", headers=bearer(token))


async def verified(served: Served, token: str) -> Caller:
    """Return the caller of a token."""
    caller: Caller = await served.api.services.verifier.verify(token)
    return caller
