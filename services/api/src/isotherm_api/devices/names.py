"""The names that a device may be registered with, each refusal as a sentence. Pure."""

import unicodedata

from isotherm.names import LONGEST_NAME, is_device_name


def checked_name(name: str) -> str:
    """Return the name; raise ValueError, with a sentence about it, if a device may not have it."""
    if is_device_name(name):
        return name
    raise ValueError(_reason(name))


def _reason(name: str) -> str:
    if not name:
        return "is missing"
    if len(name) > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} characters"
    if name in (".", ".."):
        return "is reserved"
    if name.startswith("service:"):
        return "is reserved for the services of Isotherm"
    wrong = next((letter for letter in name if not is_device_name(f"a{letter}")), "")
    return f"contains {_shown(wrong)}; only letters a to z, digits and . _ - are allowed"


def _shown(letter: str) -> str:
    """Return a letter as a sentence can name it; many cannot be seen."""
    if letter == " ":
        return "a space"
    if unicodedata.category(letter) == "Zs":
        return f"a space of another kind (U+{ord(letter):04X})"
    if letter.isprintable():
        return letter
    kind = "a control character" if unicodedata.category(letter) == "Cc" else "a hidden character"
    return f"{kind} (U+{ord(letter):04X})"
