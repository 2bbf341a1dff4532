"""What the details of a sensor may hold."""

from typing import Any

import pytest
from judged_parts import judged
from pydantic import ValidationError

from isotherm_api.sensors.schemas import SensorDetails

INSTALLED: dict[str, Any] = {"device": "probe", "channel": "temperature", "from": None, "to": None}


def details(**changes: Any) -> dict[str, Any]:
    """Return the details of a sensor that one channel has always supplied."""
    sensor = judged().sensor.model_dump()
    more = {"installations": [INSTALLED], "role": "viewer", "site_archived": None}
    return sensor | more | {"deletable": False, "etag": '"x"'} | changes


def test_details_are_the_sensor_its_channels_and_the_callers_role() -> None:
    document = SensorDetails.model_validate(details()).model_dump(by_alias=True)
    assert document == details()


@pytest.mark.parametrize(
    "changes",
    [{"role": "admin"}, {"role": None}, {"site_id": 1}, {"installations": [{"device": "probe"}]}],
    ids=str,
)
def test_internal_ids_unknown_roles_and_half_installations_are_refused(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        SensorDetails.model_validate(details(**changes))
