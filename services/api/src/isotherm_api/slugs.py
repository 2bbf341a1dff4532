"""Slugs of new sites and sensors: made from their name, or given."""

import re
import unicodedata
from collections.abc import Collection

_LONGEST = 64


def slugs(name: str, nameless: str, reserved: Collection[str] = ()) -> list[str]:
    """Return slugs for a name in order of preference: the plain slug, then numbered ones.

    `nameless` is used for a name without Latin letters and digits. Reserved slugs are left out.
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters)[: _LONGEST - 4].strip("-") or nameless
    candidates = [plain, *(f"{plain}-{number}" for number in range(2, 100))]
    return [candidate for candidate in candidates if candidate not in reserved]
