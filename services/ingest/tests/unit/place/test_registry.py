"""The registry: which channels are proposed, and when again."""

from zoneinfo import ZoneInfo

from isotherm_ingest.place.registry import MOST_OVER_LIMIT, PROPOSE_AGAIN_S, Channel, Registry


def test_a_channel_over_the_limit_is_proposed_again_after_a_while() -> None:
    known, unknown = ("a", "b"), ("a", "c")
    before = Registry.of(1, {known: Channel(1)})
    assert before.unknown({known, unknown}, 0.0) == [unknown]
    before.remember_over_limit({unknown}, 0.0)
    again = Registry.of(3, {known: Channel(1)})
    again.over_limit = before.over_limit
    again.remember_over_limit((), 1.0)
    assert again.unknown({known, unknown}, PROPOSE_AGAIN_S - 1) == []
    assert again.unknown({known, unknown}, PROPOSE_AGAIN_S) == [unknown]


def test_a_device_that_invents_channels_takes_bounded_memory() -> None:
    registry = Registry()
    for second in range(3):
        names = [("a", f"{second}-{n}") for n in range(MOST_OVER_LIMIT * 2 // 3)]
        registry.remember_over_limit(names, float(second))
        assert registry.unknown(names, second + 1.0) == []
    assert len(registry.over_limit) == MOST_OVER_LIMIT


def test_a_channel_is_returned_as_it_was_added() -> None:
    given = {
        ("a", "b"): Channel(7),
        ("a", "c"): Channel(3, "F", fault_list=False, zone=ZoneInfo("Europe/Vienna")),
    }
    registry = Registry.of(1, given)
    registry.add({("b", "b"): Channel(9, "K")})
    assert {names: registry.channel(names) for names in given} == given
    assert registry.channel(("b", "b")) == Channel(9, "K")
    assert registry.channel(("b", "c")) is None


def test_a_known_channel_is_not_replaced() -> None:
    registry = Registry.of(1, {("a", "b"): Channel(7)})
    registry.add({("a", "b"): Channel(8, "F"), ("a", "c"): Channel(9)})
    assert registry.channel(("a", "b")) == Channel(7)
    assert registry.channel(("a", "c")) == Channel(9)
    assert registry.slots == {b"sensors/a/b": 0, b"sensors/a/c": 1}


def test_an_empty_registry_proposes_every_channel() -> None:
    assert Registry().channel(("a", "b")) is None
    assert Registry().unknown([("b", "b"), ("a", "b"), ("a", "b")], 0.0) == [("a", "b"), ("b", "b")]


def test_channels_of_a_device_are_proposed_in_order_of_arrival() -> None:
    came = [("b", "c9"), ("a", "c2"), ("b", "c10"), ("a", "c1"), ("b", "c9")]
    wanted = Registry().unknown(came, 0.0)
    assert wanted == [("a", "c2"), ("a", "c1"), ("b", "c9"), ("b", "c10")]
