"""Names and topics of the MQTT contract."""

import pytest

from isotherm import names


@pytest.mark.parametrize("name", ["a", "fridge-7", "A.b_c-9", "x" * 64])
def test_a_device_may_be_called(name: str) -> None:
    assert names.is_device_name(name)


@pytest.mark.parametrize(
    "name", ["", "x" * 65, "a/b", "service:ingest", "a b", "a\n", "ä", "#", "+"]
)
def test_a_device_may_not_be_called(name: str) -> None:
    assert not names.is_device_name(name)


def test_a_topic_is_made_and_taken_apart() -> None:
    assert names.split_topic(names.topic("fridge-7", "top")) == ("fridge-7", "top")


@pytest.mark.parametrize(
    "topic", ["sensors/a", "sensors/a/b/c", "other/a/b", "sensors//b", "sensors/a/"]
)
def test_another_topic_belongs_to_nobody(topic: str) -> None:
    assert names.split_topic(topic) is None


def test_a_topic_of_a_bad_name_is_refused() -> None:
    with pytest.raises(ValueError, match="a b"):
        names.topic("a b", "top")


@pytest.mark.parametrize(("slug", "ok"), [("a", True), ("a-b", True), ("-a", False), ("A", False)])
def test_slugs(slug: str, ok: bool) -> None:
    assert names.is_slug(slug) is ok
