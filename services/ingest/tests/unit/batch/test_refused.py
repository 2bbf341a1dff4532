"""Refused: a refusal names the device and says why."""

from ingest_parts import (
    message,
    row,
)

from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Refusal
from isotherm_ingest.batch.refused import conflict, refused


def test_a_refused_message_names_its_device_if_the_topic_does() -> None:
    refusal = Refusal(Reason.BAD_TOPIC, "")
    known = refused(message(topic="sensors/a/b/c"), refusal, 5, True)
    assert (known.device, known.channel) == ("a", None)
    assert (known.instant, known.unsure) == (5, True)
    unknown = refused(message(topic="elsewhere"), refusal, 5, False)
    assert (unknown.device, unknown.channel) == (None, None)


def test_a_conflict_names_both_values() -> None:
    detail = conflict(row(value=None), 4.5).refusal.detail
    assert "4.5 °C" in detail
    assert "no value" in detail
