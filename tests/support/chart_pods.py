"""What Kubernetes demands of a pod: Pod Security `restricted`, and what its objects refer to.

The profile is https://kubernetes.io/docs/concepts/security/pod-security-standards/ of 1.34, whole:
`restricted` includes `baseline`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chart import Object, containers, pods

_CAPABILITIES = {"NET_BIND_SERVICE"}
_VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim",
    "projected", "secret",
}  # fmt: skip
_SYSCTLS = {
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
}  # fmt: skip
_SELINUX_TYPES = {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}
_SECCOMP = {"RuntimeDefault", "Localhost"}


@dataclass(frozen=True, slots=True)
class Workload:
    """One object that makes pods."""

    object: Object
    pod: Object

    @property
    def name(self) -> str:
        """Its kind and name."""
        return f"{self.object['kind']}/{self.object['metadata']['name']}"

    @property
    def component(self) -> str:
        """The component that it belongs to."""
        return str(self.pod["metadata"]["labels"]["app.kubernetes.io/component"])

    @property
    def runs_on(self) -> bool:
        """Whether its pods run until they are stopped, unlike those of a job."""
        return self.object["kind"] in ("Deployment", "StatefulSet", "DaemonSet")

    @property
    def claims(self) -> set[str]:
        """The names of the volumes that it claims for each pod."""
        templates = self.object["spec"].get("volumeClaimTemplates", [])
        return {claim["metadata"]["name"] for claim in templates}


def workloads(objects: Iterable[Object]) -> list[Workload]:
    """Return all objects that make pods, tests of Helm included."""
    objects = list(objects)
    templates = pods(objects)
    by_name = {
        f"{manifest['kind']}/{manifest['metadata']['name']}": manifest for manifest in objects
    }
    return [Workload(by_name[name], pod) for name, pod in templates.items()]


def not_restricted(pod: Object) -> list[str]:
    """Return why the standard `restricted` refuses a pod template; empty if it does not."""
    return [
        *_of_pod(pod),
        *(fault for container in containers(pod) for fault in _of_container(pod, container)),
    ]


def _of_pod(pod: Object) -> Iterator[str]:
    spec = pod["spec"]
    security = spec.get("securityContext", {})
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(name):
            yield name
    for volume in spec.get("volumes", []):
        if not set(volume) - {"name"} <= _VOLUMES:
            yield f"volume {volume['name']}"
    if security.get("runAsUser") == 0:
        yield "runAsUser of the pod is root"
    if security.get("windowsOptions", {}).get("hostProcess"):
        yield "hostProcess"
    yield from _contexts("pod", security)
    for sysctl in security.get("sysctls", []):
        if sysctl["name"] not in _SYSCTLS:
            yield f"sysctl {sysctl['name']}"
    for name, profile in pod["metadata"].get("annotations", {}).items():
        if "apparmor" in name and profile == "unconfined":
            yield name


def _of_container(pod: Object, container: Object) -> Iterator[str]:
    name = container["name"]
    shared = pod["spec"].get("securityContext", {})
    security = container.get("securityContext", {})
    capabilities = security.get("capabilities", {})
    if security.get("privileged"):
        yield f"{name}: privileged"
    if security.get("allowPrivilegeEscalation") is not False:
        yield f"{name}: allowPrivilegeEscalation"
    if security.get("runAsNonRoot", shared.get("runAsNonRoot")) is not True:
        yield f"{name}: runAsNonRoot"
    if security.get("runAsUser") == 0:
        yield f"{name}: runAsUser is root"
    if "ALL" not in capabilities.get("drop", []):
        yield f"{name}: keeps capabilities"
    if not set(capabilities.get("add", [])) <= _CAPABILITIES:
        yield f"{name}: adds capabilities"
    if security.get("procMount", "Default") != "Default":
        yield f"{name}: procMount"
    if (security.get("seccompProfile") or shared.get("seccompProfile", {})).get(
        "type"
    ) not in _SECCOMP:
        yield f"{name}: seccompProfile"
    if any(port.get("hostPort") for port in container.get("ports", [])):
        yield f"{name}: hostPort"
    if security.get("windowsOptions", {}).get("hostProcess"):
        yield f"{name}: hostProcess"
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        if "host" in container.get(probe, {}).get("httpGet", {}):
            yield f"{name}: {probe} names a host"
    yield from _contexts(name, security)


def _contexts(name: str, security: dict[str, Any]) -> Iterator[str]:
    options = security.get("seLinuxOptions", {})
    if options.get("type", "") not in _SELINUX_TYPES or options.get("user") or options.get("role"):
        yield f"{name}: seLinuxOptions"
    if security.get("appArmorProfile", {}).get("type") == "Unconfined":
        yield f"{name}: appArmorProfile"
    if security.get("seccompProfile", {}).get("type") == "Unconfined":
        yield f"{name}: seccompProfile"


def references(pod: Object) -> Iterator[tuple[str, str, str | None]]:
    """Yield (kind, name, key) of each ConfigMap, Secret and claim that has to exist for the pod.

    The key is None where the whole object is used. What is `optional` need not exist.
    """
    spec = pod["spec"]
    for container in containers(pod):
        for variable in container.get("env", []):
            source = variable.get("valueFrom", {})
            for kind, field in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
                if field in source and not source[field].get("optional"):
                    yield kind, source[field]["name"], source[field]["key"]
        for entry in container.get("envFrom", []):
            for kind, field in (("Secret", "secretRef"), ("ConfigMap", "configMapRef")):
                if field in entry and not entry[field].get("optional"):
                    yield kind, entry[field]["name"], None
    for volume in spec.get("volumes", []):
        yield from _volume(volume)
        for source in volume.get("projected", {}).get("sources", []):
            yield from _volume(source)


def _volume(volume: Object) -> Iterator[tuple[str, str, str | None]]:
    for kind, field, name in (
        ("Secret", "secret", "secretName"),
        ("ConfigMap", "configMap", "name"),
    ):
        source = volume.get(field)
        if source and not source.get("optional"):
            held = source.get(name) or source["name"]
            keys = [item["key"] for item in source.get("items", [])]
            yield from ((kind, held, key) for key in keys or [None])
    if "persistentVolumeClaim" in volume:
        yield "PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"], None


def unmounted(workload: Workload) -> list[str]:
    """Return mounts without a volume, and volumes that no container mounts."""
    volumes = {volume["name"] for volume in workload.pod["spec"].get("volumes", [])}
    mounted = {
        mount["name"]
        for container in containers(workload.pod)
        for mount in container.get("volumeMounts", [])
    }
    return sorted((volumes | workload.claims) ^ mounted)
