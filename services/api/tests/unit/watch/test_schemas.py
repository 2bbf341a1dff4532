"""What the document of `watch` may hold."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm_api.watch.schemas import Alert, BookDifference, BrokerState, Instance

BROKER: dict[str, Any] = {
    **{"connected": True, "since": 0, "dropped": None, "queued": None},
    **{"last_drop": None, "subscription": None, "tick_age_s": None},
}


def test_figures_that_a_broker_does_not_report_are_null_but_present() -> None:
    assert BrokerState.model_validate(BROKER).model_dump() == BROKER
    for name in ("dropped", "last_drop", "queued", "subscription", "tick_age_s"):
        with pytest.raises(ValidationError, match=name):
            BrokerState.model_validate({key: BROKER[key] for key in BROKER if key != name})


def test_a_drop_is_between_two_readings_of_the_counter() -> None:
    dropped = {"hour": 1, "day": 2, "last": {"from": 0, "to": 5, "count": 1}}
    document = BrokerState.model_validate(BROKER | {"dropped": dropped})
    assert document.model_dump(by_alias=True)["dropped"] == dropped


@pytest.mark.parametrize(
    ("model", "fields", "field"),
    [
        (Alert, {"since": 0, "until": None, "count": None, "detail": "", "kind": "alarm"}, "kind"),
        (BookDifference, {"hour": 0, "day": None, "expected": 1, "found": 0, "kind": "x"}, "kind"),
        (
            Instance,
            {
                **{"instance": "i", "seen": 0, "started": 0, "connected": True, "waiting": 0},
                **{"subscribed": True, "tick_age_s": None, "state": "away"},
            },
            "state",
        ),
    ],
)
def test_a_kind_or_state_that_pages_do_not_know_is_refused(
    model: Any, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(fields)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]
