"""What LogQL names, as Grafana's own parser reads it."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isotherm_devstack.host.paths import FRONTEND, script

ALWAYS = {"__error__"}
"""A label that Loki adds to lines that a parser could not read."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a query names, and the pieces of it that were not understood."""

    errors: Sequence[str]
    labels: Sequence[str]
    """Of its selectors, which Loki has an index of."""
    extracted: Sequence[tuple[str, str]]
    """Labels made of fields of the line, each with the field."""
    filters: Sequence[str]
    """Labels compared or unwrapped after a parser."""
    groups: Sequence[str]
    json: bool
    """Whether each field of the line becomes a label."""


def read_logql(queries: Iterable[str]) -> list[Named]:
    """Return what each query names; the parser is a package of the frontend."""
    ended = subprocess.run(  # noqa: S603  our own program
        [script("node"), FRONTEND / "scripts/logql.mjs"],
        input=json.dumps(list(queries)),
        capture_output=True,
        text=True,
        check=True,
    )
    return [Named(**parsed) for parsed in json.loads(ended.stdout)]


def unknown_in(named: Named, legend: set[str], labels: set[str], fields: set[str]) -> set[str]:
    """Return what a query names that no line has: labels of streams, and fields of lines."""
    extracted = {label for label, _ in named.extracted} | (fields if named.json else set())
    unknown = set(named.labels) - labels
    unknown |= {field for _, field in named.extracted} - fields
    after = {*named.filters, *named.groups, *legend}
    return unknown | after - labels - extracted - ALWAYS
