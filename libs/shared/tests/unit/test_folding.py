"""A search ignores case and accents."""

from isotherm.folding import containing, folded


def test_case_and_accents_are_folded() -> None:
    assert folded("Kühlraum SÜD") == folded("kuhlraum su\u0308d") == "kuhlraum sud"


def test_wildcards_of_like_are_taken_as_they_are() -> None:
    assert containing("5%_\\") == "%5\\%\\_\\\\%"
