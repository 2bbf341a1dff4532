"""People with roles at two sites, and changes of a device that they send."""

from typing import Any


async def change(
    api: Any, person: str, body: dict[str, Any], path: str = "/devices/probe", tag: str = "*"
) -> Any:
    """Send a change; return the response."""
    return await api.ask(person, path, method="PATCH", json=body, headers={"If-Match": tag})


async def people(world: Any) -> tuple[int, int]:
    """Insert two sites, with a user for each role `here` and a manager of both."""
    here, there = await world.site("here"), await world.site("there")
    for role in ("viewer", "operator", "manager"):
        await world.grant(here, role, username=role)
    await world.grant(here, "manager", username="both")
    await world.grant(there, "manager", username="both")
    await world.grant(there, "operator", username="elsewhere")
    return here, there
