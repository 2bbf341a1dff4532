"""Whatever a record holds, its line is one line of valid JSON."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from isotherm.process.log_line import encode


class Awkward:
    """A value whose text cannot be had."""

    def __str__(self) -> str:
        """Raise."""
        raise RuntimeError("no text")


def _read(**fields: object) -> dict[str, Any]:
    text = encode(fields)
    assert "\n" not in text
    text.encode()  # every character has bytes

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    document: dict[str, Any] = json.loads(text, parse_constant=refuse)
    return document


def test_plain_values_stay_what_they_are() -> None:
    values = {"text": "é\n", "count": 3, "share": 0.5, "done": True, "none": None, "list": [1, "a"]}
    assert _read(**values) == values


def test_other_values_become_texts() -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    line = _read(at=at, raw=b"\xff", error=ValueError("why"), kind=int, many={3})
    assert line == {
        "at": str(at),
        "raw": str(b"\xff"),
        "error": "why",
        "kind": "<class 'int'>",
        "many": [3],
    }


def test_numbers_that_json_lacks_become_texts() -> None:
    line = _read(infinite=float("inf"), missing=float("nan"), huge=10**5000)
    assert line["infinite"] == "inf"
    assert line["missing"] == "nan"
    assert line["huge"].startswith("0x")


def test_keys_need_not_be_texts() -> None:
    assert _read(counts={("a", 1): 2, None: 3}) == {"counts": {"('a', 1)": 2, "None": 3}}


def test_a_value_without_a_text_says_so() -> None:
    assert _read(value=Awkward()) == {"value": "<Awkward without a text>"}
    assert _read(value={Awkward(): 1}) == {"value": {"<Awkward without a text>": 1}}


def test_a_mapping_that_fails_says_so() -> None:
    class Failing(dict[str, object]):
        def items(self) -> Any:
            raise RuntimeError("gone")

    assert _read(value=Failing())["value"] == "<Failing that cannot be read>"


def test_a_value_that_holds_itself_ends() -> None:
    endless: list[object] = [1]
    endless.append(endless)
    assert _read(value=endless)["value"][0] == 1


def test_a_generator_is_not_used_up() -> None:
    def numbers() -> Iterator[int]:
        yield 1

    generator = numbers()
    assert "generator" in _read(value=generator)["value"]
    assert list(generator) == [1]


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert _read(topic="a\udcffb") == {"topic": "a?b"}


def test_secrets_are_cut_at_any_depth() -> None:
    line = _read(
        password="hunter2",  # noqa: S106  what must not be seen
        request={"headers": {"authorization": "x"}, "list": ["ada@example.org"]},
        error=ValueError("postgresql://api:hunter2@db/isotherm"),
    )
    assert "hunter2" not in str(line)
    assert line["request"] == {"headers": {"authorization": "[secret]"}, "list": ["[e-mail]"]}
