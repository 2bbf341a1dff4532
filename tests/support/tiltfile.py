"""Evaluate the Tiltfile with stand-ins for Tilt's functions.

`PYTHONPATH=tests/support:charts .venv/bin/python tests/support/tiltfile.py [--empty] [--observe]`
prints the objects that Tilt would apply.
"""

import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import starlark

from tilt_api import functions
from tilt_record import Recorded

ROOT = Path(__file__).parents[2]


def evaluate(
    settings: Mapping[str, Any] | None = None,
    *,
    text: str | None = None,
    context: str = "kind-isotherm",
    home: Path = ROOT,
    passwords: Path | None = None,
) -> Recorded:
    """Return what the Tiltfile, or this text, tells Tilt; raise StarlarkError.

    `settings` are the arguments after `tilt up --`, `context` is kubectl's. Passwords are kept in
    that folder, or, without one, as long as this process runs.
    """
    folder = passwords or Path(_own().name)
    tilt = Recorded(home, folder, context=context, settings=dict(settings or {}))
    module = starlark.Module()
    members: dict[str, Any] = {}
    for name, function in functions(tilt).items():
        module.add_callable(name.replace(".", "_"), function)
        *parents, last = name.split(".")
        here = members
        for parent in parents:
            here = here.setdefault(parent, {})
        here[last] = name.replace(".", "_")
    module["TRIGGER_MODE_AUTO"], module["TRIGGER_MODE_MANUAL"] = "auto", "manual"
    modules = {name: inside for name, inside in members.items() if isinstance(inside, dict)}
    prelude = "\n".join(f"{name} = {_struct(inside)}" for name, inside in modules.items())
    symbols = starlark.Globals.extended_by([starlark.LibraryExtension.StructType])
    dialect = starlark.Dialect.extended()
    source = (ROOT / "Tiltfile").read_text() if text is None else text
    for file, content in (("prelude", prelude), ("Tiltfile", source)):
        starlark.eval(module, starlark.parse(file, content, dialect), symbols)
    return tilt


@cache
def chosen(*choices: str) -> Recorded:
    """Return what the Tiltfile tells Tilt with these switches, such as `observe`."""
    return evaluate(dict.fromkeys(choices, True))


@cache
def _own() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="isotherm-kind-")


def _struct(inside: Mapping[str, Any]) -> str:
    members = (
        f"{name} = {_struct(value) if isinstance(value, dict) else value}"
        for name, value in inside.items()
    )
    return f"struct({', '.join(members)})"


if __name__ == "__main__":
    asked = {argument.removeprefix("--"): True for argument in sys.argv[1:]}
    sys.stdout.write("---\n".join(evaluate(asked, passwords=ROOT / ".kind").yaml))
