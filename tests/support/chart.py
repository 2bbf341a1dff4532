"""The chart as Helm renders it."""

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from isotherm_devstack.host import helm
from values_reference import schema_text

KUBERNETES = "1.34.0"
"""What the chart is rendered for. A Helm that `go install` built knows of 1.20 only."""
CHART = Path(__file__).parents[2] / "charts" / "isotherm"
Object = dict[str, Any]
_ENVIRONMENT = {"HOME": tempfile.gettempdir(), "GOGC": "400"}
"""A cluster that this machine happens to know has no part in it. Helm ends before its memory needs
collecting at Go's usual pace, which takes a fifth of its time."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RefusedError(Exception):
    """Helm does not render these values; the text is what it says."""


def render(
    values: Mapping[str, Any] | Path | None = None,
    *,
    name: str = "isotherm",
    namespace: str = "isotherm",
    api_versions: Iterable[str] = (),
) -> list[Object]:
    """Return the objects that the chart makes of values, or of a file of them, by `helm template`.

    Raise RefusedError.
    """
    text = values.read_text() if isinstance(values, Path) else json.dumps(values or {})
    options = ("--namespace", namespace, *(f"--api-versions={version}" for version in api_versions))
    return deepcopy(_render(text, name, options))


def sources(
    values: Mapping[str, Any] | Path, *, api_versions: Iterable[str] = ()
) -> list[tuple[str, Object]]:
    """Return each object with its template, such as `api/service.yaml`; raise RefusedError."""
    text = values.read_text() if isinstance(values, Path) else json.dumps(values)
    options = (
        "--namespace",
        "isotherm",
        *(f"--api-versions={version}" for version in api_versions),
    )
    return deepcopy(_sources(text, options))


@cache
def _sources(values: str, options: tuple[str, ...]) -> list[tuple[str, Object]]:
    sourced = []
    marked = _helm(values, "template", "isotherm", *options)
    for document in re.split(r"^---\n", marked, flags=re.MULTILINE):
        template = re.match(r"# Source: isotherm/templates/(\S+)", document)
        manifest = yaml.load(document, Loader=_Loader)  # noqa: S506  a safe loader
        if template and manifest is not None:
            sourced.append((template[1], manifest))
    return sourced


def notes(values: Mapping[str, Any] | None = None, *, name: str = "isotherm") -> str:
    """Return what `helm install` would say in the end; raise RefusedError.

    `helm template` renders the notes and drops them, so a copy of the chart has them as an object.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "isotherm"
        shutil.copytree(CHART, copy)
        text = (copy / "templates" / "NOTES.txt").read_text()
        (copy / "templates" / "notes.yaml").write_text(
            f'{{{{- define "notes" -}}}}{text}{{{{- end }}}}\n'
            'text: {{ include "notes" . | quote }}\n'
        )
        options = ("--namespace", "isotherm", "--show-only", "templates/notes.yaml")
        shown = _helm(json.dumps(values or {}), "template", name, *options, chart=copy)
    return str(yaml.load(shown, Loader=_Loader)["text"])  # noqa: S506  a safe loader


def one(objects: Iterable[Object], kind: str, suffix: str) -> Object:
    """Return the only object of a kind whose name ends so; raise ValueError."""
    (manifest,) = named(objects, kind, suffix)
    return manifest


def named(objects: Iterable[Object], kind: str, suffix: str = "") -> list[Object]:
    """Return the objects of a kind whose names end so."""
    return [
        manifest
        for manifest in objects
        if manifest["kind"] == kind and str(manifest["metadata"]["name"]).endswith(suffix)
    ]


def pods(objects: Iterable[Object]) -> dict[str, Object]:
    """Return the pod template of each workload, by `kind/name`."""
    templates = {}
    for manifest in objects:
        spec = manifest.get("spec", {})
        if manifest["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        if manifest["kind"] == "Pod":
            template = {"metadata": manifest["metadata"], "spec": spec}
        elif manifest["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"):
            template = spec["template"]
        else:
            continue
        templates[f"{manifest['kind']}/{manifest['metadata']['name']}"] = template
    return templates


def containers(pod: Object) -> list[Object]:
    """Return all containers of a pod template, init containers first."""
    spec = pod["spec"]
    return [*spec.get("initContainers", []), *spec["containers"]]


@cache
def program() -> Path:
    """Return Helm's path, built if it is missing; raise MissingProgramError or ToolError."""
    return asyncio.run(helm.install())


@cache
def _render(values: str, name: str, options: tuple[str, ...]) -> list[Object]:
    return [
        manifest
        for manifest in yaml.load_all(_helm(values, "template", name, *options), Loader=_Loader)
        if manifest is not None
    ]


def _helm(values: str, verb: str, name: str, *options: str, chart: Path = CHART) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(values)
        file.flush()
        versions = ("--kube-version", KUBERNETES, "--values", file.name)
        argv = [program(), verb, name, chart, *versions, *options]
        done = subprocess.run(  # noqa: S603  the chart's own tool
            argv, capture_output=True, text=True, env=_ENVIRONMENT, check=False
        )
    if done.returncode != 0:
        raise RefusedError(done.stderr.strip() + _stale())
    return done.stdout


def _stale() -> str:
    """Return what to do about a schema that is older than the values, nothing if it is current."""
    if (CHART / "values.schema.json").read_text() == schema_text(
        (CHART / "values.yaml").read_text()
    ):
        return ""
    return "\nvalues.schema.json is not what values.yaml says: run `make generate`"
