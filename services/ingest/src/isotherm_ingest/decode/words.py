"""Words that devices send when they have no value, and the bytes of a message as text; pure."""

import json
import re
from functools import lru_cache
from typing import Final

WHITE: Final = "".join(map(chr, filter(lambda n: chr(n).isspace(), range(0x3001)))) + "\0\ufeff"
"""What is ignored around a message or a text: white space, NUL and the byte order mark."""

FAULT_WORDS: Final = frozenset(
    {"", "null", "nil", "none", "undefined", "unavailable", "unknown", "n/a", "#n/a", "na", "n.a."}
    | {"invalid", "missing", "disconnected", "no data", "no value", "no reading", "not available"}
    | {"ovf", "\u221e", "+\u221e", "-\u221e", "?", "??", "???"}
)
"""Words for no value, in lower case, beside those of C, dashes and errors; `ovf` is Arduino's."""
C_WORD: Final = re.compile(
    r"[+-]?(?:nan(?:\(\w*\))?|inf(?:inity)?|1\.#(?:[qs]nan|ind|inf)\d*)", re.ASCII
)
"""What printf of the various C libraries writes for a float that is no number, in lower case."""
_DASHES = re.compile(r"[-\u2013\u2014]+")
_ERROR = re.compile(
    r"(?!no[ _])(?:\w{1,12}[ _:-]{1,2})?(?:err(?:or)?|fault|fail(?:ed|ure)?)(?:[^a-z].*)?",
    re.ASCII | re.DOTALL,
)
"""Such as `ERR`, `sensor error` or `error: -4`."""
_LONGEST = 40

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'  # a text, also one that does not end
    r"|(?P<missing>:(?=\s*+[,}]))"
    r'|(?P<token>[^\s"\[\]{},:]++)(?!\s*+:)',
    re.DOTALL,
)
_JSON_WORDS = frozenset({"null", "NaN", "Infinity", "-Infinity"})
_WHOLE = r"(?:0|[1-9]\d*+)"
_JSON_NUMBER = re.compile(rf"-?{_WHOLE}(?:\.\d++)?+(?:[eE][+-]?\d++)?+", re.ASCII)
_NUMBER = re.compile(
    rf"[+-]?(?:{_WHOLE}(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+(?:°?[CFK])?",
    re.ASCII | re.IGNORECASE,
)
"""A number as printf may write it, also with a unit: `+21.4`, `.5`, `5.`, `21.4C`."""
_LATIN_DEGREE = re.compile(rb"(?<![\x80-\xff])[\xb0\xba](?= ?[CcFfKk])")


def is_fault_word(text: str) -> bool:
    """Return whether a text says that there is no value, in upper or lower case."""
    if len(text) > _LONGEST:
        return False
    word = text.strip(WHITE).lower()
    return word in FAULT_WORDS or any(form.fullmatch(word) for form in (C_WORD, _DASHES, _ERROR))


def text_of(payload: bytes) -> str:
    """Return a payload as text, without what is ignored around it.

    A degree sign in Latin-1 before a unit is understood. Raise UnicodeDecodeError if it is not
    UTF-8 otherwise.
    """
    try:
        return payload.decode().strip(WHITE)
    except UnicodeDecodeError as error:
        try:
            return _LATIN_DEGREE.sub("°".encode(), payload).decode().strip(WHITE)
        except UnicodeDecodeError:
            raise error from None


def with_words_quoted(text: str) -> str:
    """Put what stands for a JSON value and is none into quotes, as in `{"value": nan}`.

    These are words for no value, and numbers such as `+21.4`. A value that is missing altogether
    becomes an empty text. What is in quotes stays as it is.
    """
    return _TOKEN.sub(_quoted, text)


def _quoted(match: re.Match[str]) -> str:
    if match["missing"]:
        return ':""'
    token = match["token"]
    if token is None or len(token) > _LONGEST:
        return match[0]
    return _quoted_token(token)


@lru_cache(maxsize=500)
def _quoted_token(token: str) -> str:
    if token in _JSON_WORDS or _JSON_NUMBER.fullmatch(token) is not None:
        return token
    return json.dumps(token) if _NUMBER.fullmatch(token) or is_fault_word(token) else token
