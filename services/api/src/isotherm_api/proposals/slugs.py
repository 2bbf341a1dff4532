"""Slugs made from the name of a new sensor."""

import re
import unicodedata

_LONGEST = 64


def slugs(name: str) -> list[str]:
    """Return slugs for a name in order of preference: the plain slug, then numbered ones."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters)[: _LONGEST - 4].strip("-") or "sensor"
    return [plain, *(f"{plain}-{number}" for number in range(2, 100))]
