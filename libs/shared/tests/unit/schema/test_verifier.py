"""Verifiers are those of RFC 5802 and 7677, and passwords are prepared as clients prepare them."""

import base64

import pytest

from isotherm.schema.verifier import prepared, verifier_of


def test_the_verifier_fits_the_example_of_rfc_7677() -> None:
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    assert verifier_of("pencil", salt=salt, iterations=4096) == (
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
        "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )


def test_each_verifier_has_a_salt_of_its_own() -> None:
    assert verifier_of("a") != verifier_of("a")


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("p@ss/w:rd%#é", "p@ss/w:rd%#é"),
        ("e\u0301", "é"),  # composed
        ("I\u00adX", "IX"),  # a soft hyphen is nothing
        ("a\u00a0b", "a b"),  # a space that does not break is a space
        ("\u2168", "IX"),
        ("a\u0007é", "a\u0007é"),  # a control character is refused: unchanged
        ("\u0627\u0031", "\u0627\u0031"),  # mixed directions are refused
        ("\u0627\u0031\u0628", "\u0627\u0031\u0628"),
        ("\u00ad", "\u00ad"),  # nothing would be left
    ],
)
def test_passwords_are_prepared(password: str, expected: str) -> None:
    assert prepared(password) == expected
