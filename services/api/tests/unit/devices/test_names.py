"""A name that a device may not have is refused with a sentence that says why."""

import re

import pytest

from isotherm_api.devices.names import checked_name

ONLY = "only letters a to z, digits and . _ - are allowed"


@pytest.mark.parametrize("name", ["a", "3-12", "Probe_1.b", ".a", "...", "a" * 64])
def test_a_name_that_a_device_may_have_is_returned(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "is missing"),
        ("a" * 65, "has more than 64 characters"),
        (".", "is reserved"),
        ("..", "is reserved"),
        ("service:ingest", "is reserved for the services of Isotherm"),
        ("my service:a", f"contains a space; {ONLY}"),
        ("a b", f"contains a space; {ONLY}"),
        ("a.b c", f"contains a space; {ONLY}"),
        ("a/b", f"contains /; {ONLY}"),
        ("a:b", f"contains :; {ONLY}"),
        ("kühlschrank", f"contains ü; {ONLY}"),
        ("冰箱 1", f"contains 冰; {ONLY}"),
        ("a\x00", f"contains a control character (U+0000); {ONLY}"),
        ("a\n", f"contains a control character (U+000A); {ONLY}"),
        ("a\u00a0b", f"contains a space of another kind (U+00A0); {ONLY}"),
        ("a\u3000b", f"contains a space of another kind (U+3000); {ONLY}"),
        ("a\u200bb", f"contains a hidden character (U+200B); {ONLY}"),
        ("#", f"contains #; {ONLY}"),
        ("+", f"contains +; {ONLY}"),
        ("$SYS", f"contains $; {ONLY}"),
    ],
)
def test_a_refusal_names_the_first_thing_that_is_wrong(name: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        checked_name(name)
