"""What every pod of every profile promises."""

from collections.abc import Iterator
from typing import Any

from chart import Object, containers, named, pods
from chart_pods import (
    Workload,
    not_restricted,
    references,
    unmounted,
    workloads,
)
from chart_policies import of_components
from chart_profiles import every_profile

WITH_TOKEN = {"ingest", "alloy"}
"""Components that ask the Kubernetes API: for their StatefulSet, and for the logs of others."""


def every_workload() -> list[tuple[str, Workload]]:
    return [
        (profile, workload)
        for profile, objects in every_profile()
        for workload in workloads(objects)
    ]


def test_every_pod_is_restricted() -> None:
    faults = {
        f"{profile} {workload.name}": why
        for profile, workload in every_workload()
        if (why := not_restricted(workload.pod))
    }

    assert faults == {}


def test_the_check_of_the_standard_refuses_what_it_forbids() -> None:
    fine: Object = {
        "metadata": {},
        "spec": {
            "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            "containers": [
                {
                    "name": "x",
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "capabilities": {"drop": ["ALL"]},
                    },
                }
            ],
        },
    }
    assert not_restricted(fine) == []
    spec, container = fine["spec"], fine["spec"]["containers"][0]
    for broken in (
        {**spec, "hostNetwork": True},
        {**spec, "securityContext": {}},
        {**spec, "volumes": [{"name": "v", "hostPath": {"path": "/"}}]},
        {**spec, "containers": [{"name": "x"}]},
        {**spec, "containers": [{**container, "ports": [{"hostPort": 80}]}]},
        {**spec, "initContainers": [{"name": "y"}]},
        {**spec, "securityContext": {**spec["securityContext"], "runAsUser": 0}},
    ):
        assert not_restricted({"metadata": {}, "spec": broken})


def test_every_container_runs_read_only_by_a_number_of_its_own() -> None:
    faults = []
    for profile, workload in every_workload():
        shared = workload.pod["spec"]["securityContext"]
        for container in containers(workload.pod):
            security = container["securityContext"]
            user = security.get("runAsUser", shared.get("runAsUser"))
            if security.get("readOnlyRootFilesystem") is not True or not isinstance(user, int):
                faults.append((profile, workload.name, container["name"]))

    assert faults == []


def test_every_long_running_container_has_probes() -> None:
    faults = []
    for profile, workload in every_workload():
        for container in workload.pod["spec"]["containers"] if workload.runs_on else []:
            missing = sorted({"startupProbe", "livenessProbe", "readinessProbe"} - container.keys())
            if missing:
                faults.append((profile, workload.name, container["name"], missing))

    assert faults == []


def test_probes_name_ports_that_the_container_has() -> None:
    faults = []
    for profile, workload in every_workload():
        for container in containers(workload.pod):
            ports = {port.get("name") for port in container.get("ports", [])}
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                asked = container.get(probe, {})
                port = asked.get("httpGet", asked.get("tcpSocket", {})).get("port")
                if port is not None and port not in ports:
                    faults.append((profile, workload.name, container["name"], port))

    assert faults == []


def test_every_container_requests_and_limits() -> None:
    faults = []
    for profile, workload in every_workload():
        for container in containers(workload.pod):
            resources = container.get("resources", {})
            requests, limits = resources.get("requests", {}), resources.get("limits", {})
            if not {"cpu", "memory"} <= requests.keys() or "memory" not in limits:
                faults.append((profile, workload.name, container["name"]))

    assert faults == []


def test_images_have_fixed_tags_and_one_name() -> None:
    for profile, workload in every_workload():
        for container in containers(workload.pod):
            repository, _, tag = container["image"].rpartition(":")
            assert repository, (profile, workload.name)
            assert tag not in ("", "latest"), (profile, workload.name)
            assert container["imagePullPolicy"] == "IfNotPresent", (profile, workload.name)


def test_every_pod_has_a_service_account_of_its_component_alone() -> None:
    for profile, objects in every_profile():
        accounts = {
            service_account["metadata"]["name"]: service_account
            for service_account in named(objects, "ServiceAccount")
        }
        for workload in workloads(objects):
            account = workload.pod["spec"]["serviceAccountName"]
            labels = accounts[account]["metadata"]["labels"]
            assert labels["app.kubernetes.io/component"] == workload.component, (
                profile,
                workload.name,
            )
            assert accounts[account]["automountServiceAccountToken"] is False


def test_only_those_who_ask_the_kubernetes_api_have_a_token() -> None:
    for profile, objects in every_profile():
        mounting = {
            workload.component
            for workload in workloads(objects)
            if workload.pod["spec"].get("automountServiceAccountToken") is not False
        }
        bound = {
            subject["name"]
            for binding in named(objects, "RoleBinding")
            for subject in binding["subjects"]
        }
        having = {workload.component for workload in workloads(objects)} & WITH_TOKEN
        assert mounting == having, profile
        assert {name.removeprefix("isotherm-") for name in bound} == having, profile
        assert named(objects, "ClusterRole") == named(objects, "ClusterRoleBinding") == []


def test_ingest_may_get_its_own_statefulset_and_nothing_else() -> None:
    for profile, objects in every_profile():
        (role,) = named(objects, "Role", "-ingest")
        assert role["rules"] == [
            {
                "apiGroups": ["apps"],
                "resources": ["statefulsets"],
                "resourceNames": ["isotherm-ingest"],
                "verbs": ["get"],
            }
        ], profile


def test_every_pod_has_a_policy_of_its_own() -> None:
    for profile, objects in every_profile():
        for workload in workloads(objects):
            labels = workload.pod["metadata"]["labels"]
            selecting = [
                policy["metadata"]["name"]
                for policy in of_components(objects)
                if policy["spec"]["podSelector"]["matchLabels"].items() <= labels.items()
            ]
            assert len(selecting) == 1, (profile, workload.name, selecting)


def test_replicated_parts_have_a_disruption_budget_and_are_spread() -> None:
    for profile, objects in every_profile():
        scaled = {
            (
                autoscaler["spec"]["scaleTargetRef"]["kind"],
                autoscaler["spec"]["scaleTargetRef"]["name"],
            )
            for autoscaler in named(objects, "HorizontalPodAutoscaler")
        }
        for workload in workloads(objects):
            key = (workload.object["kind"], workload.object["metadata"]["name"])
            spec = workload.object["spec"]
            assert ("replicas" in spec) == (workload.runs_on and key not in scaled), (profile, key)
            if not workload.runs_on or (key not in scaled and spec["replicas"] < 2):
                continue
            labels = workload.pod["metadata"]["labels"]
            budgets = [
                budget
                for budget in named(objects, "PodDisruptionBudget")
                if budget["spec"]["selector"]["matchLabels"].items() <= labels.items()
            ]
            assert len(budgets) == 1, (profile, key)
            keys = [
                constraint["topologyKey"]
                for constraint in workload.pod["spec"]["topologySpreadConstraints"]
            ]
            assert "kubernetes.io/hostname" in keys, (profile, key)


def test_a_disruption_budget_never_blocks_the_only_pod_of_a_part() -> None:
    for profile, objects in every_profile():
        for budget in named(objects, "PodDisruptionBudget"):
            assert budget["spec"].get("maxUnavailable") == 1, (profile, budget["metadata"])


def test_every_long_running_pod_says_how_long_its_stop_may_take() -> None:
    missing = [
        (profile, workload.name)
        for profile, workload in every_workload()
        if workload.runs_on and "terminationGracePeriodSeconds" not in workload.pod["spec"]
    ]

    assert missing == []


def test_no_pod_gets_the_variables_of_services() -> None:
    """Kubernetes would set ISOTHERM_API_PORT and its like, which settings would read."""
    for profile, workload in every_workload():
        assert workload.pod["spec"]["enableServiceLinks"] is False, (profile, workload.name)


def test_no_variable_is_set_twice() -> None:
    for profile, workload in every_workload():
        for container in containers(workload.pod):
            names = [variable["name"] for variable in container.get("env", [])]
            assert len(set(names)) == len(names), (profile, workload.name, container["name"])


def test_volumes_and_mounts_belong_together() -> None:
    faults = {
        f"{profile} {workload.name}": names
        for profile, workload in every_workload()
        if (names := unmounted(workload))
    }

    assert faults == {}


def test_the_check_of_references_reads_all_sources() -> None:
    pod: Object = {
        "spec": {
            "containers": [
                {
                    "env": [{"valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}],
                    "envFrom": [{"configMapRef": {"name": "c"}}],
                }
            ],
            "volumes": [
                {"secret": {"secretName": "d", "items": [{"key": "e"}]}},
                {"projected": {"sources": [{"configMap": {"name": "f"}}]}},
            ],
        }
    }

    assert list(references(pod)) == [
        ("Secret", "a", "b"),
        ("ConfigMap", "c", None),
        ("Secret", "d", "e"),
        ("ConfigMap", "f", None),
    ]


def _keyed(objects: list[Object]) -> Iterator[tuple[str, list[Any]]]:
    """Each list whose entries Kubernetes tells apart by a key, with the keys."""
    for service in named(objects, "Service"):
        ports = service["spec"]["ports"]
        yield f"{service['metadata']['name']} ports", [port["port"] for port in ports]
    for name, pod in pods(objects).items():
        yield f"{name} volumes", [volume["name"] for volume in pod["spec"].get("volumes", [])]
        yield f"{name} containers", [container["name"] for container in containers(pod)]
        for container in containers(pod):
            title = f"{name} {container['name']}"
            yield f"{title} env", [entry["name"] for entry in container.get("env", [])]
            yield f"{title} ports", [port["containerPort"] for port in container.get("ports", [])]
            yield (
                f"{title} mounts",
                [mount["mountPath"] for mount in container.get("volumeMounts", [])],
            )


def test_lists_with_keys_hold_each_key_once() -> None:
    # with Helm 4 the server applies objects, and refuses a key that is there twice
    for profile, objects in every_profile():
        for title, keys in _keyed(objects):
            assert len(keys) == len(set(keys)), (profile, title, keys)
