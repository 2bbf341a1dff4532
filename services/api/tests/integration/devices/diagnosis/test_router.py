"""Who sees a device sees why nothing arrives from it, at the time of the api's clock."""

from datetime import timedelta
from typing import Any

from device_changes import people

from isotherm.instants import to_ms
from isotherm.links import REFUSALS_WITHIN


async def test_who_does_not_see_a_device_does_not_see_its_diagnosis(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await world.channel("probe", here)
    path = "/devices/probe/diagnosis"
    api.services.clock.instant += timedelta(hours=1)
    diagnosis = await api.get("operator", path)
    assert (diagnosis["verdict"], diagnosis["topic"]) == ("unwatched", "sensors/probe/temperature")
    assert diagnosis["refused"]["since"] == to_ms(api.services.clock.now() - REFUSALS_WITHIN)
    for person in ("viewer", "elsewhere"):
        assert (await api.ask(person, path)).status_code == 404
