"""Asks Kubernetes for the StatefulSet of this pod; the only place that loads its package.

The package takes a second and 50 MB to load, so only the command that needs it does.
"""

from dataclasses import dataclass
from pathlib import Path

_CONNECT_S, _READ_S = 2.0, 3.0


class UnansweredError(Exception):
    """Kubernetes could not be asked, or did not tell; the message says why."""


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod of a StatefulSet, by its name: the set's, and its number in it."""

    statefulset: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Which pods a StatefulSet has: `replicas` of them, from number `start` on."""

    replicas: int
    start: int = 0
    deleted: bool = False
    """Whether the whole set is being deleted."""

    def keeps(self, ordinal: int) -> bool:
        """Return whether the pod with this number stays, or is only restarted."""
        return self.start <= ordinal < self.start + self.replicas


def pod_of(name: str, statefulset: str | None = None) -> Pod:
    """Return the pod of this name; raise UnansweredError if it is no pod of a StatefulSet.

    Without `statefulset` its name is the pod's without the number.
    """
    prefix, _, number = name.rpartition("-")
    if not (prefix and number.isascii() and number.isdigit()):
        raise UnansweredError(f"{name} is no name of a StatefulSet's pod")
    if statefulset is not None and prefix != statefulset:
        raise UnansweredError(f"{name} is no pod of the StatefulSet {statefulset}")
    return Pod(prefix, int(number))


def namespace_in(account: Path) -> str:
    """Return the namespace in the folder of a service account; raise UnansweredError."""
    try:
        return (account / "namespace").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UnansweredError(f"there is no service account ({error})") from None


def read_scale(namespace: str, statefulset: str, account: Path) -> Scale:
    """Return the scale of a StatefulSet; raise UnansweredError. Blocks for 5 seconds at most.

    `account` is the folder of the pod's service account: `token` and `ca.crt`.
    """
    from kubernetes import client
    from kubernetes.config import ConfigException
    from kubernetes.config.incluster_config import InClusterConfigLoader
    from pydantic import ValidationError
    from urllib3.exceptions import HTTPError

    configuration = client.Configuration()
    configuration.retries = False
    configuration.proxy = None
    loader = InClusterConfigLoader(str(account / "token"), str(account / "ca.crt"))
    try:
        loader.load_and_set(configuration)
        with client.ApiClient(configuration) as connection:
            answer = client.AppsV1Api(connection).read_namespaced_stateful_set(
                statefulset, namespace, _request_timeout=(_CONNECT_S, _READ_S)
            )
    except client.ApiException as error:
        text = " ".join(str(error.reason).split())
        # the package reports a failed TLS handshake as an answer with status 0
        told = f"answers {error.status} {text}" if error.status else f"cannot be asked: {text}"
        raise UnansweredError(f"Kubernetes {told}") from None
    except ValidationError:
        raise UnansweredError("Kubernetes answers with no StatefulSet") from None
    except (ConfigException, HTTPError, OSError, ValueError) as error:
        text = " ".join(str(error).split()) or type(error).__name__
        raise UnansweredError(f"Kubernetes cannot be asked: {text}") from None
    spec, metadata = answer.spec, answer.metadata
    ordinals = spec.ordinals
    return Scale(
        replicas=1 if spec.replicas is None else spec.replicas,
        start=0 if ordinals is None or ordinals.start is None else ordinals.start,
        deleted=metadata is not None and metadata.deletion_timestamp is not None,
    )
