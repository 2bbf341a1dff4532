"""Text as a search compares it: without case and accents, the same in Python and in SQL."""

import unicodedata

_MARKS = "[\\u0300-\\u036f]"
"""Combining accents, for PostgreSQL's regular expressions."""
_FINAL_SIGMA, _SIGMA = "\u03c2", "\u03c3"


def folded(text: str) -> str:
    """Return the text in lower case and without accents: "Kühlraum" becomes "kuhlraum"."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    # Python alone knows that a sigma ends a word
    return bare.lower().replace(_FINAL_SIGMA, _SIGMA)


def folded_sql(expression: str) -> str:
    """Return SQL that folds a text as `folded` does."""
    bare = f"regexp_replace(normalize({expression}, NFKD), '{_MARKS}', '', 'g')"
    return f"replace(lower({bare}), '{_FINAL_SIGMA}', '{_SIGMA}')"


def containing(text: str) -> str:
    """Return the pattern of LIKE for folded texts that contain this one."""
    escaped = folded(text)
    for special in ("\\", "%", "_"):
        escaped = escaped.replace(special, f"\\{special}")
    return f"%{escaped}%"
