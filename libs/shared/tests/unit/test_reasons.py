"""Every reason of a reject is explained."""

import pytest

from isotherm import reasons


@pytest.mark.parametrize("reason", list(reasons.Reason))
def test_every_reason_has_a_title_and_a_cure(reason: reasons.Reason) -> None:
    assert reasons.title(reason)
    assert reasons.cure(reason).endswith(".")


def test_only_rejects_that_settings_can_fix_are_curable() -> None:
    assert {reason.value for reason in reasons.CURABLE} == {
        "time_without_zone", "no_such_time", "too_many_channels",
    }  # fmt: skip
