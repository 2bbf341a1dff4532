"""Foreign text is shown as printable ASCII of limited length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm_ingest.batch.elements import shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21,4", "'21,4'"),
        (b"\xff2", "b'\\xff2'"),
        ("\u00e4\n\0", "'\\xe4\\n\\x00'"),
        ("x" * 81, "'" + "x" * 80 + "'\u2026"),
    ],
)
def test_text_is_quoted_and_cut(text: str | bytes, expected: str) -> None:
    assert shown(text) == expected


@given(st.text() | st.binary(), st.integers(1, 100))
def test_any_text_is_printable(text: str | bytes, limit: int) -> None:
    assert shown(text, limit).removesuffix("\u2026").isascii()
    assert shown(text, limit).isprintable()
