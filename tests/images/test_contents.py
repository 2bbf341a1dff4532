"""What an image copies is what its program imports: nothing is missing, the schema stays out."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import grimp
import pytest

from image_dockerfiles import build_stage
from image_locks import pins
from isotherm_images.components import COMPONENTS, ROOT, Component

_COMPONENTS = {component.name: component for component in COMPONENTS}
each_name = pytest.mark.parametrize("name", ["ingest", "worker", "api", "migrate", "simulator"])


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Return what imports what in the whole workspace."""
    return grimp.build_graph(
        *("isotherm", "isotherm_devstack", "isotherm_ingest", "isotherm_worker", "isotherm_api"),
        include_external_packages=True,
    )


def imported(graph: grimp.ImportGraph, *programs: str) -> set[str]:
    """Return all modules that these load, packages above them included."""
    loaded: set[str] = set()
    todo = [*programs]
    while todo:
        module = todo.pop()
        if module in loaded or module not in graph.modules:
            continue
        loaded.add(module)
        todo.append(module.rpartition(".")[0])
        if not graph.is_module_squashed(module):
            todo.extend(graph.find_modules_directly_imported_by(module))
    return loaded


def programs(component: Component) -> set[str]:
    """Return the modules of the programs that the image keeps."""
    scripts: dict[str, str] = {}
    for folder in ("libs/shared", component.folder):
        project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]
        scripts |= project["scripts"]
    commands = " ".join(build_stage(component.dockerfile).all("RUN"))
    kept = re.findall(r"\bisotherm-[a-z]+", commands)
    return {scripts[name].partition(":")[0] for name in kept if name in scripts}


def copied(component: Component) -> set[str]:
    """Return the folders and files of sources that the image's build stage copies and keeps."""
    build = build_stage(component.dockerfile)
    sources = {
        source
        for text in build.all("COPY")
        for source in text.split()[:-1]
        if source.startswith(("libs/", "services/"))
    }
    removed = [
        source
        for text in build.all("RUN")
        for sources in re.findall(r"rm -r ([^&]+)", text)
        for source in sources.split()
    ]
    return sources | {f"!{source}" for source in removed}


def holds(sources: set[str], path: str) -> bool:
    """Return whether the image has this file of sources."""
    under = [pattern for pattern in sources if f"{path}/".startswith(f"{pattern.lstrip('!')}/")]
    return bool(under) and not any(pattern.startswith("!") for pattern in under)


def source(module: str) -> str:
    """Return the path of an own module in the repository."""
    name = module.replace(".", "/")
    for folder in ("libs/shared", "libs/devstack", "services/*"):
        for path in (f"{name}.py", f"{name}/__init__.py"):
            for file in ROOT.glob(f"{folder}/src/{path}"):
                return file.relative_to(ROOT).as_posix()
    raise AssertionError(module)


@each_name
def test_has_every_own_module_it_loads(graph: grimp.ImportGraph, name: str) -> None:
    sources = copied(_COMPONENTS[name])
    own = [
        module
        for module in imported(graph, *programs(_COMPONENTS[name]))
        if module.startswith("isotherm")
    ]
    assert len(own) > 5
    assert [module for module in own if not holds(sources, source(module))] == []


@each_name
def test_has_every_package_it_loads(graph: grimp.ImportGraph, name: str) -> None:
    locked = set(pins(ROOT / _COMPONENTS[name].folder / "requirements.lock"))
    distributions = metadata.packages_distributions()
    for module in imported(graph, *programs(_COMPONENTS[name])):
        packages = distributions.get(module, [])
        if module.startswith("isotherm") or not packages:
            continue  # our own, or of the standard library
        assert {package.lower().replace("_", "-") for package in packages} & locked, module


@pytest.mark.parametrize("name", ["ingest", "worker", "api", "simulator"])
@pytest.mark.parametrize("room", ["backup", "realm", "schema"])
def test_what_only_migrate_runs_stays_out(name: str, room: str) -> None:
    folder = f"libs/shared/src/isotherm/{room}"
    assert (ROOT / folder).is_dir()
    assert holds(copied(_COMPONENTS["migrate"]), f"{folder}/command.py")
    assert not holds(copied(_COMPONENTS[name]), f"{folder}/command.py")


@pytest.mark.parametrize("name", ["ingest", "worker", "api"])
def test_can_wait_for_the_schema_without_the_rooms_that_stay_out(name: str, tmp_path: Path) -> None:
    commands = " ".join(build_stage(_COMPONENTS[name].dockerfile).all("RUN"))
    rooms = re.findall(r"libs/shared/src/isotherm/(\w+)", commands)
    assert "schema" in rooms
    shutil.copytree(
        ROOT / "libs/shared/src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__")
    )
    for room in rooms:
        shutil.rmtree(tmp_path / "src/isotherm" / room)
    program = (
        "import isotherm, isotherm.waiting.command as command;"
        f" assert isotherm.__file__.startswith({str(tmp_path)!r}); command.main()"
    )
    subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", program, "--help"],
        check=True,
        env={"PYTHONPATH": str(tmp_path / "src")},
    )


def test_simulator_has_nothing_else_of_the_devstack(graph: grimp.ImportGraph) -> None:
    sources = copied(_COMPONENTS["simulator"])
    loaded = imported(graph, *programs(_COMPONENTS["simulator"]))
    unused = [
        module
        for module in graph.modules
        if module.startswith("isotherm_devstack")
        and module not in loaded
        and holds(sources, source(module))
    ]
    assert unused == []
