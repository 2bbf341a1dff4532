"""The names that a device may be registered with, each refusal as a sentence. Pure."""

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
    shown = "a space" if wrong == " " else wrong if wrong.isprintable() else "a control character"
    return f"contains {shown}; only letters a to z, digits and . _ - are allowed"
