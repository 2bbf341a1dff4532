"""Which replays can be asked for."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm.reasons import REPLAYABLE, Reason
from isotherm.replays import Filter
from isotherm_api.replays.schemas import NewReplay


def test_a_replay_of_up_to_1000_ids_is_their_filter() -> None:
    ids = [*range(1, 1000), 2**63 - 1]
    assert NewReplay.model_validate({"ids": ids}).filter() == Filter(ids=ids)
    with pytest.raises(ValidationError, match="1000"):
        NewReplay.model_validate({"ids": [*ids, 1000]})


def test_a_replay_of_a_range_may_be_narrowed() -> None:
    whole = NewReplay.model_validate({"from": 0, "to": 5})
    assert whole.filter() == Filter(start=0, end=5)
    narrowed = {"from": 0, "to": 5, "reason": "time_without_zone", "device": "d"}
    assert NewReplay.model_validate(narrowed).filter() == Filter(
        start=0, end=5, reason="time_without_zone", device="d"
    )


@pytest.mark.parametrize("reason", sorted(Reason))
def test_only_a_reason_that_may_be_understood_is_replayed(reason: Reason) -> None:
    body = {"from": 0, "to": 5, "reason": reason.value}
    if reason in REPLAYABLE:
        assert NewReplay.model_validate(body).reason is reason
    else:
        with pytest.raises(ValidationError, match="cannot fix rejects of the reason"):
            NewReplay.model_validate(body)


@pytest.mark.parametrize(
    "body",
    [{"from": 0}, {"to": 5}, {"device": "d"}, {"ids": [1], "device": "d"}, {"ids": [1], "to": 5}],
    ids=str,
)
def test_a_replay_has_either_ids_or_both_ends_of_a_range(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="give"):
        NewReplay.model_validate(body)
