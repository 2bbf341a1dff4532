"""Each part has an image that runs as nobody, holds what it runs, and says what it is."""

import json
import re
import tomllib

import pytest
import yaml

from image_dockerfiles import Stage, read
from isotherm_images.components import COMPONENTS, ROOT, Component

_CHART = yaml.safe_load((ROOT / "charts/isotherm/Chart.yaml").read_text())
_FOREIGN = {"node_modules", ".next", ".venv", ".git"}
_BUILDING = re.compile(r"\b(pip|apt-get|apt|npm|npx|uv|gcc|make|curl|wget)\s+(-\S+\s+)*[a-z]")
each_image = pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
each_python = pytest.mark.parametrize(
    "component",
    [component for component in COMPONENTS if component.name not in ("frontend", "keycloak")],
    ids=lambda component: component.name,
)


def last(component: Component) -> Stage:
    """Return the stage that becomes the image."""
    return read(component.dockerfile)[-1]


def scripts(component: Component) -> dict[str, str]:
    """Return the programs that the members in a Python image define."""
    mains: dict[str, str] = {}
    for folder in {"libs/shared", component.folder}:
        mains |= tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]["scripts"]
    return mains


def test_each_part_has_a_dockerfile_and_each_dockerfile_a_part() -> None:
    there = {
        path.parent.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("Dockerfile*")
        if not _FOREIGN & set(path.parts)
    }
    services = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("services/*/src")}
    assert there == {component.folder for component in COMPONENTS}
    assert services < there


@each_image
def test_bases_have_a_fixed_tag(component: Component) -> None:
    stages = read(component.dockerfile)
    names = {stage.name for stage in stages}
    for stage in stages:
        if stage.base not in names:
            registry, _, rest = stage.base.partition("/")
            assert "." in registry, "Podman and Buildah ask which registry a short name means"
            assert re.fullmatch(r"[a-z/]+:\d+[\w.-]*", rest), stage.base


@each_image
def test_runs_as_a_numeric_user_who_is_not_root(component: Component) -> None:
    users = last(component).all("USER")
    assert users == ["10001:10001"]


@each_image
def test_last_stage_installs_nothing(component: Component) -> None:
    stages = read(component.dockerfile)
    assert len(stages) > 1
    for command in stages[-1].all("RUN"):
        assert not _BUILDING.search(command), command
    assert not stages[-1].all("ADD")
    assert all(text.startswith("--from=build ") for text in stages[-1].all("COPY"))


@each_image
def test_starts_a_program_without_a_shell(component: Component) -> None:
    (entrypoint,) = last(component).all("ENTRYPOINT")
    assert json.loads(entrypoint)


@each_image
def test_labels(component: Component) -> None:
    stage = last(component)
    (text,) = stage.all("LABEL")
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', text))
    assert labels.pop("description")
    assert labels.pop("source") in _CHART["sources"]
    assert labels == {
        "title": f"isotherm-{component.name}",
        "version": "${VERSION}",
        "revision": "${REVISION}",
        "licenses": "Apache-2.0",
    }
    assert stage.all("ARG") == ["VERSION=unknown", "REVISION=unknown"]  # `make images` gives both


@each_image
def test_sizes_are_bounded(component: Component) -> None:
    bounds = {"frontend": 60, "keycloak": None}
    assert component.bound_mb == bounds.get(component.name, 80)


@each_image
def test_base_is_that_of_the_last_stage(component: Component) -> None:
    bases = {stage.name: stage.base for stage in read(component.dockerfile)}
    assert component.base() == bases.get(last(component).base, last(component).base)


@each_image
def test_what_runs_on_each_platform_is_built_for_it(component: Component) -> None:
    """A release has images for two: Python's packages are native, those of others are not."""
    building, final = read(component.dockerfile)[-2:]
    is_native = component.name not in {"frontend", "keycloak"}
    assert building.platform == (None if is_native else "$BUILDPLATFORM")
    assert final.platform is None
    if not is_native:
        # otherwise it could be built by one release of Node or Keycloak, and run by another
        assert building.base == final.base


@each_image
def test_needs_no_heredoc(component: Component) -> None:
    assert "<<" not in component.dockerfile.read_text()


@each_python
def test_packages_are_those_of_its_own_lock(component: Component) -> None:
    commands = [text for stage in read(component.dockerfile) for text in stage.all("RUN")]
    assert f"charts/images/packages.sh {component.folder}/requirements.lock" in commands


def test_packages_are_installed_by_hash() -> None:
    script = (ROOT / "charts/images/packages.sh").read_text().replace("\\\n", " ")
    installs = [line for line in script.splitlines() if " install " in line]
    assert installs
    for line in installs:
        assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(line.split()), line


@each_python
def test_keeps_programs_that_exist(component: Component) -> None:
    (command,) = [
        text
        for stage in read(component.dockerfile)
        for text in stage.all("RUN")
        if "members.sh" in text
    ]
    kept = set(re.findall(r"\bisotherm-[a-z]+", command))
    (entrypoint,) = last(component).all("ENTRYPOINT")
    assert json.loads(entrypoint)[0] in kept
    assert kept <= scripts(component).keys()
