"""Which readings came in one message."""

from ingest_parts import NOW, SECOND, message, row

from isotherm_ingest.batch.rows import Row
from isotherm_ingest.store.bundles import Bundle, bundles_of


def of_message(*instants: int, channel: int = 1) -> list[Row]:
    """Return the rows of one array."""
    sent = message()
    return [
        row(at, channel_id=channel, message=sent, index=index) for index, at in enumerate(instants)
    ]


def test_a_message_with_several_readings_is_a_bundle() -> None:
    rows = of_message(NOW - SECOND, NOW - 3 * SECOND, NOW - 2 * SECOND)
    assert bundles_of(rows) == [Bundle(1, NOW - 3 * SECOND, NOW - SECOND, NOW)]


def test_messages_with_one_reading_are_none() -> None:
    assert bundles_of([*of_message(NOW), *of_message(NOW - SECOND), row(NOW - 2 * SECOND)]) == []


def test_each_message_and_channel_has_its_own() -> None:
    rows = [
        *of_message(NOW - 9 * SECOND, NOW - 8 * SECOND),
        *of_message(NOW - 2 * SECOND, NOW),
        *of_message(NOW - SECOND, NOW, channel=2),
    ]
    assert [(bundle.channel_id, bundle.since, bundle.until) for bundle in bundles_of(rows)] == [
        (1, NOW - 9 * SECOND, NOW - 8 * SECOND),
        (1, NOW - 2 * SECOND, NOW),
        (2, NOW - SECOND, NOW),
    ]
