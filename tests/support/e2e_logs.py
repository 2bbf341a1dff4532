"""The logs of a stack's parts, and what must not be in them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from e2e_stack import Stack

OURS = ("ingest", "worker", "api")
"""The parts whose lines are all JSON."""
_TERMINAL = "stack.log"
"""What `up` told whoever started the stack, which are passwords too; it is no part's log."""
_SHORTEST_SECRET = 8
_FORMS = {
    "a token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}"),
    "an authorization": re.compile(r"\b(Bearer|Basic) [\w.~+/=-]{16,}"),
    "a code or state of a sign-in": re.compile(r"[?&](code|state|session_state|id_token_hint)="),
    "a form with a secret": re.compile(
        r"\b(client_secret|refresh_token|access_token|id_token|password)=(?!\[)[^\s\"'&]"
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}\b"),
}


class Found(NamedTuple):
    """What a line holds that it must not."""

    file: str
    what: str
    line: str


def log_files(stack: Stack) -> list[Path]:
    """Return the logs of the parts."""
    files = (path for path in (stack.home / "log").iterdir() if path.is_file())
    return sorted(path for path in files if path.name != _TERMINAL)


def lines_of(path: Path) -> Iterator[str]:
    """Yield a log's lines; not the last one while its part is still writing it."""
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from (line for line in file if line.endswith("\n"))


def secrets_of(stack: Stack) -> dict[str, str]:
    """Return all that the stack keeps secret, by what it is."""
    secrets = json.loads((stack.home / "secrets.json").read_text())
    said = json.loads((stack.home / "stack.json").read_text())
    words = {**dict(_leaves("secrets.json", secrets)), **dict(_leaves("stack.json", said))}
    named = re.compile(r"secrets\.json|password|secret|token", re.IGNORECASE)
    return {
        word: key
        for key, word in words.items()
        if named.search(key) and len(word) >= _SHORTEST_SECRET
    }


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{name}: {key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(f"{name}: {number}", inner)
    elif isinstance(value, str):
        yield name, value


def private_lines(path: Path, secrets: Mapping[str, str], names: Iterable[str]) -> Iterator[Found]:
    """Yield each line that holds a secret, a form of one, or the name of a person."""
    secret = re.compile("|".join(map(re.escape, sorted(secrets))))
    name = re.compile(
        rf"(?<![\w-])({'|'.join(map(re.escape, sorted(names)))})(?![\w-])", re.IGNORECASE
    )
    for line in lines_of(path):
        if match := secret.search(line):
            yield Found(path.name, secrets[match[0]], line)
        if match := name.search(line):
            yield Found(path.name, f"the name {match[0]}", line)
        for kind, form in _FORMS.items():
            if form.search(line):
                yield Found(path.name, kind, line)
