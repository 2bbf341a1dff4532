"""The cluster of kubectl's context: read by the kubernetes package, changed by kubectl and helm."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from kubernetes import config, dynamic
from kubernetes.client.exceptions import ApiException
from urllib3.exceptions import HTTPError

TIMEOUT_S = 900
Object = dict[str, Any]


class CommandError(Exception):
    """kubectl or helm failed; the text is what it said."""


def run(
    *argv: str, stdin: str | None = None, timeout: float = TIMEOUT_S, errors: bool = False
) -> str:
    """Run a program and return its output, if asked with its errors; raise CommandError."""
    done = subprocess.run(  # noqa: S603  the tools of the cluster
        argv, capture_output=True, text=True, input=stdin, timeout=timeout, check=False
    )
    if done.returncode != 0:
        shown = " ".join(argv[:6])
        raise CommandError(f"{shown}: {done.stderr.strip()[-2000:]} {done.stdout.strip()[-2000:]}")
    return done.stdout + (done.stderr if errors else "")


def missing() -> str | None:
    """Return why there is no cluster to run against, or None."""
    for program in ("kubectl", "helm"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    try:
        context = run("kubectl", "config", "current-context", timeout=30).strip()
    except CommandError:
        return "kubectl has no context: set KUBECONFIG, or kubectl config use-context"
    try:
        run("kubectl", "version", "--request-timeout=10s", "-o", "json", timeout=30)
    except CommandError:
        return f"the cluster of the kubectl context {context} does not answer"
    return None


@cache
def _client() -> dynamic.DynamicClient:
    """Return a client of the same context as kubectl's."""
    return dynamic.DynamicClient(config.new_client_from_config())


class Kube:
    """One namespace of the cluster."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def kubectl(self, *argv: str, stdin: str | None = None, timeout: float = TIMEOUT_S) -> str:
        """Run kubectl in the namespace and return its output."""
        return run("kubectl", "-n", self.namespace, *argv, stdin=stdin, timeout=timeout)

    def get(self, kind: str, name: str) -> Object:
        """Return an object; raise CommandError if there is none."""
        return self._read(kind, name=name)

    def select(self, kind: str, labels: str) -> list[Object]:
        """Return the objects that carry these labels."""
        objects: list[Object] = self._read(kind, label_selector=labels)["items"]
        return objects

    def _read(self, kind: str, **selection: str) -> Object:
        version = "batch/v1" if kind == "Job" else "v1"
        try:
            resource = _client().resources.get(api_version=version, kind=kind)
            answer = resource.get(namespace=self.namespace, _request_timeout=60, **selection)
        except (ApiException, HTTPError) as error:
            raise CommandError(f"{kind} {selection}: {error}") from None
        document: Object = answer.to_dict()
        return document

    def apply(self, *objects: Object) -> None:
        """Create or change objects."""
        document = {"apiVersion": "v1", "kind": "List", "items": list(objects)}
        self.kubectl("apply", "-f", "-", stdin=json.dumps(document))

    def pods(self, component: str) -> list[Object]:
        """Return the release's pods of a component that are not ending, by name."""
        label = f"app.kubernetes.io/component={component},app.kubernetes.io/name=isotherm"
        items = self.select("Pod", label)
        # without pods of the run that carry its labels
        alive = [
            pod
            for pod in items
            if "deletionTimestamp" not in pod["metadata"]
            and not pod["metadata"]["name"].startswith("e2e-")
        ]
        return sorted(alive, key=lambda pod: str(pod["metadata"]["name"]))

    def execute(self, pod: str, *argv: str, container: str = "", stdin: str | None = None) -> str:
        """Run a program in a pod and return its output."""
        options = ["-i"] if stdin is not None else []
        if container:
            options += ["-c", container]
        return self.kubectl("exec", *options, pod, "--", *argv, stdin=stdin)


def until(what: str, look: Callable[[], bool], within: float = 300.0, pause: float = 1.0) -> float:
    """Wait until something is seen; return the seconds. Raise AssertionError that names it."""
    start = time.monotonic()
    said = ""
    while time.monotonic() - start < within:
        try:
            if look():
                return time.monotonic() - start
        except CommandError as error:
            said = str(error)
        time.sleep(pause)
    raise AssertionError(f"{what}: not within {within:.0f} s {said}")


def option(name: str, default: str) -> str:
    """Return a setting of the run from the environment, such as `IMAGE_TAG`."""
    return os.environ.get(name) or default
