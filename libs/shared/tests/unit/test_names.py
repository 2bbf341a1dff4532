"""Names and topics follow the MQTT contract."""

from itertools import chain, product
from urllib.parse import urljoin

import pytest

from isotherm import names


@pytest.mark.parametrize(
    "name", ["a", "fridge-7", "A.b_c-9", "x" * 64, "-", "...", ".a", "..a", "a..", "." * 64]
)
def test_a_valid_device_name(name: str) -> None:
    assert names.is_device_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x" * 65,
        "." * 65,
        "a/b",
        "service:ingest",
        "a b",
        "a\n",
        "ä",
        "#",
        "+",
        ".",
        "..",
        "..\n",
    ],
)
def test_an_invalid_device_name(name: str) -> None:
    assert not names.is_device_name(name)


def test_a_valid_name_is_one_that_no_address_folds() -> None:
    for name in map("".join, chain.from_iterable(product(".a-", repeat=n) for n in range(1, 5))):
        path = f"/proposals/x/{name}/install"
        assert names.is_device_name(name) == urljoin("http://host/", path).endswith(path)


def test_the_longest_topic_is_valid_and_a_longer_one_is_not() -> None:
    longest = names.topic("d" * names.LONGEST_NAME, "c" * names.LONGEST_NAME)
    assert len(longest) == names.LONGEST_TOPIC == 137
    assert names.split_topic(longest) is not None
    assert names.split_topic(longest + "c") is None


def test_a_topic_is_built_and_split() -> None:
    assert names.split_topic(names.topic("fridge-7", "top")) == ("fridge-7", "top")


@pytest.mark.parametrize(
    "topic",
    [
        "sensors/a",
        "sensors/a/b/c",
        "other/a/b",
        "sensors//b",
        "sensors/a/",
        "sensors/a/..",
        "sensors/./b",
    ],
)
def test_another_topic_is_not_split(topic: str) -> None:
    assert names.split_topic(topic) is None


def test_a_topic_of_an_invalid_name_raises_an_error() -> None:
    with pytest.raises(ValueError, match="a b"):
        names.topic("a b", "top")


@pytest.mark.parametrize(("slug", "ok"), [("a", True), ("a-b", True), ("-a", False), ("A", False)])
def test_slugs(slug: str, ok: bool) -> None:
    assert names.is_slug(slug) is ok
