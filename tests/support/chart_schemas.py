"""The schemas of Kubernetes' objects, from kubernetes-validate, each read once."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import kubernetes_validate.utils
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from chart import Object


@cache
def _content(folder: str, name: str, version: str) -> Any:
    path = f"kubernetes-json-schema/{folder}/{name}.json"
    return kubernetes_validate.utils.schema_contents(path, version)


@cache
def _validator(kind: str, api_version: str, version: str) -> Draft202012Validator:
    """Return the strict validator of a kind; raise FileNotFoundError for an unknown one."""
    *_, newest = (
        candidate
        for candidate in kubernetes_validate.utils.all_versions()
        if kubernetes_validate.utils.major_minor(candidate) == version
    )
    folder = f"v{newest}-local-strict"
    group, _, last = api_version.rpartition("/")
    name = (
        "-".join((kind.lower(), *group.split(".")[:1], last)) if group else f"{kind.lower()}-{last}"
    )
    schema = Resource.from_contents(_content(folder, name, version))
    shared = Resource.from_contents(_content(folder, "_definitions", version))
    registry: Registry[Any] = shared @ (schema @ Registry())
    return Draft202012Validator(schema.contents, registry=registry)


def faults_of(manifest: Object, version: str) -> Iterator[str]:
    """Yield what a version of Kubernetes, such as `1.34`, does not take in an object."""
    validator = _validator(manifest["kind"], manifest["apiVersion"], version)
    for error in validator.iter_errors(manifest):
        yield f"{'.'.join(map(str, error.path))}: {error.message}"
