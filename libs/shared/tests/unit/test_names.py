"""Names and topics follow the MQTT contract."""

import pytest

from isotherm import names


@pytest.mark.parametrize("name", ["a", "fridge-7", "A.b_c-9", "x" * 64])
def test_a_valid_device_name(name: str) -> None:
    assert names.is_device_name(name)


@pytest.mark.parametrize(
    "name", ["", "x" * 65, "a/b", "service:ingest", "a b", "a\n", "ä", "#", "+"]
)
def test_an_invalid_device_name(name: str) -> None:
    assert not names.is_device_name(name)


def test_a_topic_is_built_and_split() -> None:
    assert names.split_topic(names.topic("fridge-7", "top")) == ("fridge-7", "top")


@pytest.mark.parametrize(
    "topic", ["sensors/a", "sensors/a/b/c", "other/a/b", "sensors//b", "sensors/a/"]
)
def test_another_topic_is_not_split(topic: str) -> None:
    assert names.split_topic(topic) is None


def test_a_topic_of_an_invalid_name_raises_an_error() -> None:
    with pytest.raises(ValueError, match="a b"):
        names.topic("a b", "top")


@pytest.mark.parametrize(("slug", "ok"), [("a", True), ("a-b", True), ("-a", False), ("A", False)])
def test_slugs(slug: str, ok: bool) -> None:
    assert names.is_slug(slug) is ok
