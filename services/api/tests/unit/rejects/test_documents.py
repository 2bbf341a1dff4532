"""Payloads of rejects as text."""

import pytest

from isotherm_api.rejects.documents import text_of


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"", ""),
        (b"21.4\r\n\t", "21.4\r\n\t"),
        ("21.4 é".encode(), "21.4 é"),
        ("21.4 é".encode()[:-1], "21.4 "),
        (b"a\x00b", None),
        (b"\xff\x00" * 4, None),
    ],
)
def test_only_printable_utf8_is_text(payload: bytes, text: str | None) -> None:
    assert text_of(payload) == text
