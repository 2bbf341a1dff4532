"""Requests of an operator of `s` that change its sensors."""

from typing import Any


async def add(api: Any, **body: Any) -> Any:
    """Return the response to a new sensor at `s`."""
    return await api.ask("otto", "/sensors", method="POST", json={"site": "s"} | body)


async def change(api: Any, sensor: str, etag: str | None = None, /, **body: Any) -> Any:
    """Return the response to a change of the current state, or of that etag."""
    path = f"/sensors/s/{sensor}"
    etag = etag or (await api.get("otto", path))["etag"]
    return await api.ask("otto", path, method="PATCH", json=body, headers={"If-Match": etag})


async def delete(api: Any, sensor: str, etag: str = "*") -> Any:
    """Return the response to the deletion of that state."""
    return await api.ask(
        "otto", f"/sensors/s/{sensor}", method="DELETE", headers={"If-Match": etag}
    )


async def order(api: Any) -> list[str]:
    """Return the slugs of the sensors as the overview lists them."""
    slugs = (await api.get("otto", "/overview"))["sensors"]["slug"]
    assert isinstance(slugs, list)
    return slugs
