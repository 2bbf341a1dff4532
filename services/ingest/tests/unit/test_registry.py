"""The registry: what has to be proposed, and what not again so soon."""

from isotherm_ingest.registry import ASK_AGAIN_S, Channel, Registry


def test_a_full_device_is_asked_again_after_a_while() -> None:
    known, unknown = ("a", "b"), ("a", "c")
    before = Registry.of(1, {known: Channel(1)})
    assert before.unknown({known, unknown}, 0.0) == [unknown]
    before.refused({unknown}, 0.0)
    again = Registry.of(3, {known: Channel(1)})
    again.full = before.full
    again.refused((), 1.0)
    assert again.unknown({known, unknown}, ASK_AGAIN_S - 1) == []
    assert again.unknown({known, unknown}, ASK_AGAIN_S) == [unknown]
