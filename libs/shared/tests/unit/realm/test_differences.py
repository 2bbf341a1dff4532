"""Only what is owned is compared, and secrets are never shown."""

from typing import Any

import pytest

from isotherm.realm.differences import differences, merged


def _lines(owned: dict[str, Any], actual: dict[str, Any]) -> list[str]:
    return [str(difference) for difference in differences(owned, actual)]


@pytest.mark.parametrize(
    ("owned", "actual"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": "x"}}, {"a": {"b": "x", "c": "y"}}),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}),
        ({"a": [{"x": 1, "y": 2}]}, {"a": [{"y": 2, "x": 1}]}),
        ({"a": False}, {}),
        ({"a": []}, {}),
        ({"a": {}}, {"a": {"b": 1}}),
    ],
)
def test_what_is_not_owned_and_what_means_the_same_is_no_difference(
    owned: dict[str, Any], actual: dict[str, Any]
) -> None:
    assert _lines(owned, actual) == []


@pytest.mark.parametrize(
    ("owned", "actual", "line"),
    [
        ({"a": 1}, {"a": 2}, "a: 2 -> 1"),
        ({"a": True}, {}, "a: not set -> true"),
        ({"a": False}, {"a": True}, "a: true -> false"),
        ({"a": []}, {"a": ["*"]}, 'a: ["*"] -> []'),
        ({"a": ["x"]}, {"a": ["x", "y"]}, 'a: ["x", "y"] -> ["x"]'),
        ({"a": ["x", "x"]}, {"a": ["x"]}, 'a: ["x"] -> ["x", "x"]'),
        ({"a": {}}, {}, "a: not set -> {}"),
        ({"a": {"b": "x"}}, {}, 'a: not set -> {"b": "x"}'),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, "a.b.c: 2 -> 1"),
        ({"a": "ü"}, {"a": "u"}, 'a: "u" -> "ü"'),
    ],
)
def test_a_difference_is_a_line(owned: dict[str, Any], actual: dict[str, Any], line: str) -> None:
    assert _lines(owned, actual) == [line]


def test_no_secret_is_shown() -> None:
    assert _lines({"secret": "new"}, {"secret": "old"}) == ["secret: changed (not shown)"]


def test_what_is_owned_is_merged_into_a_copy_of_the_rest() -> None:
    actual = {"a": {"b": 1, "c": 2}, "d": ["x"], "e": 3}
    result = merged({"a": {"b": 9}, "d": []}, actual)
    assert result == {"a": {"b": 9, "c": 2}, "d": [], "e": 3}
    assert actual == {"a": {"b": 1, "c": 2}, "d": ["x"], "e": 3}
