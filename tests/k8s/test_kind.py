"""The cluster: kind accepts its configuration, and all files speak of the same cluster."""

import json
import re
import tomllib
from copy import deepcopy
from typing import Any

import jsonschema
import pytest
import yaml

from tiltfile import ROOT, chosen

CONFIGURATION: dict[str, Any] = yaml.safe_load((ROOT / "k8s/kind.yaml").read_text())
SCHEMA = json.loads((ROOT / "tests/support/kind-v1alpha4.schema.json").read_text())
SCRIPT = (ROOT / "k8s/cluster.sh").read_text()


def constants() -> dict[str, str]:
    """Return the names that cluster.sh is written with."""
    return dict(re.findall(r"(\w+)=([\w.-]+)", SCRIPT.partition("usage()")[0]))


def test_kind_accepts_the_configuration() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(CONFIGURATION, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("nods",), []),
        (("apiVersion",), "kind.x-k8s.io/v1alpha3"),
        (("name",), "Isotherm"),
        (("nodes", 0, "role"), "master"),
        (("nodes", 0, "ports"), []),
        (("containerdConfigPatches",), "[plugins]"),
    ],
)
def test_kind_would_refuse_it_otherwise(path: tuple[str | int, ...], value: object) -> None:
    changed: Any = deepcopy(CONFIGURATION)
    *parents, last = path
    inside = changed
    for key in parents:
        inside = inside[key]
    inside[last] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, SCHEMA, jsonschema.Draft202012Validator)


def test_containerd_looks_where_the_registry_is_written_down() -> None:
    (patch,) = CONFIGURATION["containerdConfigPatches"]
    folder = tomllib.loads(patch)["plugins"]["io.containerd.grpc.v1.cri"]["registry"]["config_path"]
    assert f"folder={folder}/localhost:$port" in SCRIPT


def test_all_files_speak_of_the_same_cluster() -> None:
    cluster = constants()["cluster"]
    assert CONFIGURATION["name"] == cluster
    assert chosen().contexts == [f"kind-{cluster}"]
    readme = (ROOT / "k8s/README.md").read_text()
    assert f"localhost:{constants()['port']}" in readme
