"""A release of the chart in a namespace of its own, and the pod from which it is tried."""

import base64
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from cluster_kube import Kube, Object, option, run, until

ROOT = Path(__file__).parents[2]
CHART = ROOT / "charts" / "isotherm"
SCRIPTS = ROOT / "tests" / "cluster" / "scripts"
FOLDER = "/scripts"
READY_S = 600
PARTS = ("ingest", "worker", "api", "frontend", "keycloak", "migrate", "realm")


class Release:
    """The release `name`, installed with small requests; `figures` are what the run measured."""

    def __init__(self, name: str, kube: Kube, figures: dict[str, Any]) -> None:
        self.name, self.kube, self.figures = name, kube, figures
        self.fullname = name if "isotherm" in name else f"{name}-isotherm"

    def values(self, **changes: Any) -> Object:
        """Return the values of the run, with some changed at the top."""
        own: Object = {
            "image": {
                "registry": option("IMAGE_REGISTRY", "ghcr.io/isotherm"),
                **({"tag": tag} if (tag := option("IMAGE_TAG", "")) else {}),
            },
            "priorityClass": {"create": False},
            "backup": {"enabled": True, "suspend": True, "persistence": {"size": "1Gi"}},
            "postgresql": {
                "persistence": {"size": "2Gi"},
                "resources": {
                    "requests": {"cpu": "10m", "memory": "256Mi"},
                    "limits": {"cpu": "2", "memory": "1Gi"},
                },
            },
            "mosquitto": {
                "resources": {"requests": {"cpu": "10m"}},
                "persistence": {"size": "1Gi"},
                "queue": {"messages": 200_000, "size": "64Mi"},
            },
            # the run fits on a small node beside others
            **{part: {"resources": {"requests": {"cpu": "10m"}}} for part in PARTS},
            **{part: {"enabled": False} for part in ("loki", "grafana", "prometheus", "alloy")},
        }
        for name, change in changes.items():
            own[name] = {**own.get(name, {}), **change} if isinstance(change, dict) else change
        return own

    def helm(
        self, verb: str, *options: str, values: Object | None = None, chart: Path = CHART
    ) -> str:
        """Run helm for the release; the verbs that take a chart are given values, too."""
        head = ("helm", verb, self.name)
        tail = ("-n", self.kube.namespace, *options)
        if values is not None and (more := option("E2E_VALUES", "")):
            tail = (*tail, "--values", more)
        if values is None:
            return run(*head, *tail, errors=True)  # where helm writes what a test says
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(json.dumps(values))
            file.flush()
            return run(*head, str(chart), "--values", file.name, *tail)

    def upgrade(self, chart: Path = CHART, **changes: Any) -> float:
        """Install or upgrade, and wait until everything is ready; return the seconds."""
        start = time.monotonic()
        self.helm("upgrade", "--install", values=self.values(**changes), chart=chart)
        self.wait()
        return time.monotonic() - start

    def wait(self, within: float = READY_S) -> None:
        """Wait until all workloads are ready in their newest form, and jobs complete."""
        left = within
        once = "app.kubernetes.io/component in (migrate,realm)"
        label = f"app.kubernetes.io/instance={self.name},{once}"
        jobs = self.kube.kubectl("get", "job", "-l", label, "-o", "name").split()
        for kind in ("statefulset", "deployment"):
            for name in self._names(kind):
                start = time.monotonic()
                self.kube.kubectl("rollout", "status", name, f"--timeout={max(left, 1):.0f}s")
                left -= time.monotonic() - start
        complete = ("--for=condition=complete", f"--timeout={max(left, 1):.0f}s")
        self.kube.kubectl("wait", *complete, *jobs)

    def _names(self, kind: str) -> list[str]:
        label = f"app.kubernetes.io/instance={self.name}"
        return self.kube.kubectl("get", kind, "-l", label, "-o", "name").split()

    def rollback(self, *revision: str) -> float:
        """Go back to a revision, by default the one before, and wait; return the seconds."""
        start = time.monotonic()
        self.helm("rollback", *revision, "--wait", "--timeout", "10m")
        self.wait()
        return time.monotonic() - start

    def scale(self, kind: str, component: str, replicas: int) -> float:
        """Scale a workload and wait until it has as many pods; return the seconds."""
        start = time.monotonic()
        name = f"{kind}/{self.fullname}-{component}"
        self.kube.kubectl("scale", name, f"--replicas={replicas}")
        self.kube.kubectl("rollout", "status", name, f"--timeout={READY_S}s")
        label = f"app.kubernetes.io/component={component}"

        def settled() -> bool:
            return len(self.kube.select("Pod", label)) == replicas

        until(f"{component} has {replicas} pods", settled)
        return time.monotonic() - start

    def run_job(self, component: str, name: str) -> tuple[str, float]:
        """Run a CronJob at once; return what it said and the seconds it took."""
        start = time.monotonic()
        self.kube.kubectl("create", "job", f"--from=cronjob/{self.fullname}-{component}", name)

        def ended() -> bool:
            status = self.kube.get("Job", name)["status"]
            if status.get("failed"):
                said = self.kube.kubectl("logs", f"job/{name}", "--all-containers")
                raise AssertionError(f"{name} failed: {said}")
            return bool(status.get("succeeded"))

        until(f"{name} has ended", ended)
        seconds = time.monotonic() - start
        return self.kube.kubectl("logs", f"job/{name}", "-c", component), seconds

    def secret(self, suffix: str, key: str) -> str:
        """Return a value of a generated Secret."""
        data = self.kube.get("Secret", f"{self.fullname}-{suffix}")["data"]
        return base64.b64decode(data[key]).decode()

    def query(self, sql: str, database: str = "isotherm") -> list[list[str]]:
        """Return the rows of a statement that PostgreSQL's superuser runs."""
        pod = f"{self.fullname}-postgresql-0"
        script = (
            "read -r PGPASSWORD && export PGPASSWORD && exec psql -h 127.0.0.1 -U postgres"
            f" -d {database} -qAtX -v ON_ERROR_STOP=1 -F '|'"
        )
        text = f"{self.secret('postgresql', 'postgres')}\n{sql}\n"
        said = self.kube.execute(pod, "sh", "-c", script, container="postgresql", stdin=text)
        return [line.split("|") for line in said.splitlines() if line]

    def pod_of_tests(self, name: str, labels: Object, command: list[str]) -> Object:
        """Return a pod like that of helm test, with the scripts, other labels and a command."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(json.dumps(self.values()))
            file.flush()
            text = run(
                "helm", "template", self.name, str(CHART), "-n", self.kube.namespace,
                "--values", file.name, "--show-only", "templates/tests/pod.yaml",
            )  # fmt: skip
        pod: Object = yaml.safe_load(text)
        pod["metadata"] = {"name": name, "labels": labels}
        spec = pod["spec"]
        spec.pop("activeDeadlineSeconds")
        spec["terminationGracePeriodSeconds"] = 30
        (container,) = spec["containers"]
        container["command"] = command
        container["env"].append({"name": "PYTHONPATH", "value": FOLDER})
        container["volumeMounts"].append({"name": "scripts", "mountPath": FOLDER})
        container["resources"] = {
            "requests": {"cpu": "10m", "memory": "64Mi"},
            "limits": {"memory": "1Gi"},
        }
        for volume in spec["volumes"]:
            if volume["name"] == "tmp":
                volume["emptyDir"] = {"sizeLimit": "512Mi"}
        spec["volumes"].append({"name": "scripts", "configMap": {"name": "e2e-scripts"}})
        return pod

    def labels(self, component: str) -> Object:
        """Return the labels by which the network policies know a component's pods."""
        return {
            "app.kubernetes.io/name": "isotherm",
            "app.kubernetes.io/instance": self.name,
            "app.kubernetes.io/component": component,
        }

    def put_scripts(self) -> None:
        """Make the scripts of the run known to the cluster."""
        data = {path.name: path.read_text() for path in SCRIPTS.glob("*.py")}
        self.kube.apply(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "e2e-scripts"},
                "data": data,
            }
        )


class Hand:
    """The pod that acts as people and devices; it may reach what `helm test` may reach."""

    NAME = "e2e-hand"

    def __init__(self, release: Release) -> None:
        self._release, self._kube = release, release.kube
        self._devices: str | None = None

    def start(self) -> None:
        """Start the pod, and wait for its person."""
        pod = self._release.pod_of_tests(
            self.NAME, self._release.labels("tests"), ["python3", f"{FOLDER}/hand.py"]
        )
        self._kube.kubectl("delete", "pod", self.NAME, "--ignore-not-found")
        self._kube.apply(pod)
        until("the hand has a person", lambda: bool(self.execute("cat", "/tmp/account.json")))
        if self._devices is not None:
            script = "umask 077 && cat >/tmp/devices.json"
            self._kube.execute(self.NAME, "sh", "-c", script, stdin=self._devices)

    def register(self, count: int) -> None:
        """Register devices, and remember their passwords as a device does."""
        self.run("register", str(count))
        self._devices = self.execute("cat", "/tmp/devices.json")

    def stop(self) -> None:
        """End the pod, which deletes its person."""
        self._kube.kubectl("delete", "pod", self.NAME, "--ignore-not-found")

    def execute(self, *argv: str) -> str:
        """Run a program in the pod and return its output."""
        return self._kube.execute(self.NAME, *argv)

    def run(self, script: str, *arguments: str) -> Any:
        """Run a script to its end and return its result."""
        said = self.execute("python3", f"{FOLDER}/{script}.py", *arguments)
        return json.loads(said.splitlines()[-1])

    def begin(self, name: str, script: str, *arguments: str) -> None:
        """Start a script that goes on until `end`, and wait until it has begun its work."""
        arguments = (name, *arguments)
        line = " ".join(("python3", f"{FOLDER}/{script}.py", *arguments))
        self.execute(
            "sh", "-c",
            f"rm -f /tmp/*-{name} /tmp/result-{name}; nohup {line} >/tmp/said-{name} 2>&1 &"
        )  # fmt: skip
        until(f"{script} has begun", lambda: bool(self.execute("cat", f"/tmp/ready-{name}")), 120)

    def end(self, name: str) -> Any:
        """Tell a script to end, and return its result."""
        self.execute("touch", f"/tmp/stop-{name}")

        def ended() -> bool:
            said = self.execute("cat", f"/tmp/said-{name}").strip().splitlines()
            return bool(said) and said[-1].startswith("{")

        try:
            until(f"{name} has ended", ended, 150)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.execute('cat', f'/tmp/said-{name}')}") from None
        said = self.execute("cat", f"/tmp/said-{name}").strip().splitlines()
        result = json.loads(said[-1])
        self._release.figures[name] = result
        return result

    def log(self, name: str) -> list[tuple[str, int, float, float]]:
        """Return what a publisher has logged: device, ms, value, when it was acknowledged."""
        rows = json.loads(self.execute("cat", f"/tmp/log-{name}.json"))
        return [(row[0], row[1], row[2], row[3]) for row in rows]
