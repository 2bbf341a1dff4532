"""What never stands in a log line: secrets, tokens, e-mail addresses, and values from the database.

Whoever logs leaves these out. This is the net below: texts of exceptions come from libraries, and
repeat what they were given.
"""

import re
from functools import lru_cache

_LONGEST_FIELD = 64

SECRET, EMAIL, VALUE = "[secret]", "[e-mail]", "[value]"

_FIELD = re.compile(
    r"(?:.*[_-])?(?:password|passwd|secret|token|authorization|cookie|credential|dsn|api_?key"
    r"|e?mail|e_mail|user_?name|preferred_username|full_?name|given_name|family_name)",
    re.IGNORECASE,
)
_NAMED = (
    r"[\w-]*(?:password|passwd|secret|token|authorization|cookie|session_state|api_?key"
    r"|username|e-?mail)"
)
_CUTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    # a row's values, perhaps of several lines: "DETAIL:  Key (name)=(value) already exists."
    ("DETAIL:", re.compile(r"DETAIL: .*?(?=\nHINT:|\n\n|\Z)", re.S), f"DETAIL:  {VALUE}"),
    (
        "invalid input",
        re.compile(r"(invalid input for query argument \$\d+: |invalid input syntax for .*?: ).*"),
        rf"\g<1>{VALUE}",
    ),
    # pydantic and FastAPI repeat the input that they refuse
    ("input_value=", re.compile(r"input_value=.*?(?=, input_type=|\]|$)", re.M), "input_value=…"),
    ("'input': ", re.compile(r"'input': .*"), "'input': …"),
    ("://", re.compile(r"://[^/\s@]+@"), f"://{SECRET}@"),
    ("?", re.compile(r"(https?://[^\s?'\"<>]*)\?[^\s'\"<>]*"), rf"\g<1>?{VALUE}"),
    ("eyJ", re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]*)+"), SECRET),
    ("earer", re.compile(r"\b(Bearer)\s+[\w.~+/=-]{8,}", re.I), rf"\g<1> {SECRET}"),
    ("asic", re.compile(r"\b(Basic)\s+(?=\w*[\d+/=])[\w+/]{8,}=*", re.I), rf"\g<1> {SECRET}"),
    (
        "=",
        re.compile(rf"(?<![\w-])({_NAMED})=(?:\"[^\"]*\"|'[^']*'|[^\s\"',;&)]+)", re.I),
        rf"\g<1>={SECRET}",
    ),
    (
        ":",
        re.compile(rf"([\"']{_NAMED}[\"']\s*:\s*)(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", re.I),
        rf"\g<1>'{SECRET}'",
    ),
    ("@", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"), EMAIL),
)


@lru_cache(maxsize=1024)
def _is_named_so(field: str) -> bool:
    return _FIELD.fullmatch(field) is not None


def is_private(field: str) -> bool:
    """Return whether a field of this name holds a secret or personal data, whatever its value."""
    return len(field) <= _LONGEST_FIELD and _is_named_so(field)


def redact(text: str) -> str:
    """Return a text without secrets, tokens, e-mail addresses and values that an error repeats."""
    for mark, pattern, instead in _CUTS:
        if mark in text:
            text = pattern.sub(instead, text)
    return text
