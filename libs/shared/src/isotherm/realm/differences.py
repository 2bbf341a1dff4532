"""Compares what is owned of a representation with what Keycloak has. Does no I/O."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from isotherm.realm.description import Representation


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value in Keycloak is not the described one."""

    path: tuple[str, ...]
    actual: Any
    """None if it is not set."""
    owned: Any

    def __str__(self) -> str:
        """Return the field with both values; a secret is never shown."""
        name = ".".join(self.path)
        if self.path[-1] == "secret":
            return f"{name}: {'set' if self.actual is None else 'changed'} (not shown)"
        return f"{name}: {_shown(self.actual)} -> {_shown(self.owned)}"


def differences(
    owned: Representation, actual: Representation, path: tuple[str, ...] = ()
) -> Iterator[Difference]:
    """Yield each owned field that differs, in the order of the description.

    Objects are compared field by field: fields that the description does not name are not owned.
    Lists are owned whole, and their order does not matter.
    """
    for key, wanted in owned.items():
        value = actual.get(key)
        if isinstance(wanted, dict) and wanted and isinstance(value, dict):
            yield from differences(wanted, value, (*path, key))
        elif not _same(wanted, value):
            yield Difference((*path, key), value, wanted)


def merged(owned: Representation, actual: Representation) -> Representation:
    """Return a copy of Keycloak's representation with each owned field as described."""
    result = copy.deepcopy(actual)
    for key, wanted in owned.items():
        value = result.get(key)
        if isinstance(wanted, dict) and isinstance(value, dict):
            result[key] = merged(wanted, value)
        else:
            result[key] = copy.deepcopy(wanted)
    return result


def _same(wanted: Any, value: Any) -> bool:
    match wanted:
        case dict():
            return isinstance(value, dict) and not any(differences(wanted, value))
        case list():
            return sorted(map(_key, wanted)) == sorted(map(_key, value or []))
        case False:
            return not value
        case _:
            return bool(wanted == value)


def _key(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


def _shown(value: Any) -> str:
    return "not set" if value is None else json.dumps(value, ensure_ascii=False)
