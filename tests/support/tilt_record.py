"""What a Tiltfile tells Tilt: images, resources, objects, limits."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from chart import pods

Strings = str | list[str]
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod")


class FailedError(Exception):
    """The Tiltfile called `fail`; the text is what it said."""


@dataclass(frozen=True)
class Blob:
    """Text that is content, not a path."""

    text: str


@dataclass(frozen=True)
class Sync:
    """Files that are copied into a running container."""

    local: str
    remote: str


@dataclass(frozen=True)
class Run:
    """A command that runs in the container after files were copied."""

    command: list[str]


@dataclass(frozen=True)
class Forward:
    """A port of this machine that leads to a container's."""

    local: int
    container: int | None
    name: str | None
    path: str | None
    host: str | None


@dataclass(frozen=True)
class Image:
    """An image that Tilt builds."""

    ref: str
    context: str
    dockerfile: str
    target: str
    build_args: dict[str, str]
    only: list[str]
    ignore: list[str]
    live_update: list[Sync | Run]


@dataclass(frozen=True)
class Resource:
    """One line of Tilt's page: objects of the cluster, or a command of this machine."""

    name: str
    needs: list[str]
    labels: list[str]
    by_hand: bool
    auto_init: bool
    workload: str = ""
    objects: list[str] = field(default_factory=list)
    forwards: list[Forward] = field(default_factory=list)
    command: Strings | None = None


@dataclass
class Recorded:
    """What a Tiltfile has told Tilt."""

    home: Path
    passwords: Path
    """Where k8s/kind_secrets.py keeps what it makes."""
    context: str = "kind-isotherm"
    settings: dict[str, Any] = field(default_factory=dict)
    """What `config.parse` answers: the arguments after `tilt up --`."""
    defined: dict[str, str] = field(default_factory=dict)
    enabled: list[str] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    yaml: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    limits: dict[str, dict[str, Any]] = field(default_factory=dict)

    free: dict[str, str] = field(default_factory=dict)
    """What `k8s_resource` may still name: workloads, and objects that belong to no resource yet."""

    def objects(self) -> list[dict[str, Any]]:
        """Return the objects that Tilt would apply."""
        return [manifest for text in self.yaml for manifest in yaml.safe_load_all(text) if manifest]

    def add(self, text: str) -> None:
        """Add objects. A Service that selects pods is at once part of their resource."""
        self.yaml.append(text)
        objects = self.objects()
        running = {name.partition("/")[2]: pod for name, pod in pods(objects).items()}
        labels = [pod["metadata"]["labels"].items() for pod in running.values()]
        for manifest in objects:
            name, kind = manifest["metadata"]["name"], manifest["kind"]
            selected = manifest["spec"]["selector"].items() if kind == "Service" else None
            if kind in WORKLOADS:
                self.free[name] = kind
            elif selected is None or not any(selected <= those for those in labels):
                self.free[f"{name}:{kind.lower()}"] = kind

    def take(self, selected: str) -> None:
        """Let a resource have an object; raise LookupError if it does not exist or has one."""
        if self.free.pop(selected, None) is None:
            raise LookupError(f"no object {selected} in the remaining YAML")
