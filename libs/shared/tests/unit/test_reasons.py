"""Every reason of a reject is explained."""

import re
from pathlib import Path

import pytest

from isotherm import reasons


@pytest.mark.parametrize("reason", list(reasons.Reason))
def test_every_reason_has_a_title_and_a_cure(reason: reasons.Reason) -> None:
    assert reason.label
    assert reason.cure.endswith((".", "?"))


def test_the_mqtt_page_lists_every_reason() -> None:
    page = (Path(__file__).parents[4] / "docs/mqtt.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|", page.split("| reason | what to do |")[1], re.MULTILINE)
    assert rows == [reason.value for reason in reasons.Reason]


def test_only_rejects_that_settings_can_fix_are_curable() -> None:
    assert {reason.value for reason in reasons.CURABLE} == {
        "time_without_zone", "no_such_time", "too_many_channels",
    }  # fmt: skip


def test_what_rules_might_understand_is_outgrown_by_new_ones() -> None:
    reasons_outgrown = {
        reason.value for reason in reasons.Reason if reasons.outgrown(reason, reasons.RULES - 1)
    }
    assert reasons_outgrown == {
        *("bad_encoding", "not_json", "not_a_number", "bad_shape", "bad_unit", "bad_time"),
        *("impossible", "too_old"),
    }
    assert not any(reasons.outgrown(reason, reasons.RULES) for reason in reasons.Reason)
    assert not reasons.outgrown(None, 1)
