"""The chart's files are filled in as the chart does it."""

import pytest

from isotherm_devstack.parts.configuration import filled


def test_only_placeholders_in_braces_are_filled_in() -> None:
    text = filled("rules.yaml", runbooks="https://example.org/books", where="", claims="")

    assert "https://example.org/books/blind.md" in text
    assert "{{ $labels.job }}" in text
    assert "${" not in text


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="where"):
        filled("rules.yaml", runbooks="https://example.org/books", claims="")
