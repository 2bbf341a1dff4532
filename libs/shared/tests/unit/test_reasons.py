"""Every reason of a reject is explained."""

import pytest

import reasons_reference
from isotherm import reasons


@pytest.mark.parametrize("reason", list(reasons.Reason))
def test_every_reason_has_a_title_and_a_cure(reason: reasons.Reason) -> None:
    assert reason.label
    assert reason.cure.endswith((".", "?"))


def test_the_mqtt_page_explains_every_reason() -> None:
    page = reasons_reference.PAGE.read_text()
    assert page == reasons_reference.written(page), "run `make generate`"


def test_only_rejects_that_settings_can_fix_are_curable() -> None:
    assert {reason.value for reason in reasons.CURABLE} == {
        "time_without_zone", "no_such_time", "too_many_channels",
    }  # fmt: skip


def test_what_rules_might_understand_is_outgrown_by_new_ones() -> None:
    for reason in reasons.Reason:
        assert reasons.outgrown(reason, reasons.RULES - 1) == (reason.helped_by == "rules")
        assert not reasons.outgrown(reason, reasons.RULES)
    assert reasons.Reason.NOT_A_NUMBER.helped_by == "rules"
    assert reasons.Reason.CONFLICT.helped_by is None
    assert not reasons.outgrown(None, 1)
