"""Rejects: text that a text column accepts."""

from isotherm_ingest.store.rejects import storable


def test_text_becomes_storable_in_a_text_column() -> None:
    assert storable("a\0b\ud800c") == "a\ufffdb?c"
