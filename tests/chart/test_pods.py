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
    return [(profile, each) for profile, objects in every_profile() for each in workloads(objects)]


def test_every_pod_is_restricted() -> None:
    faults = {
        f"{profile} {each.name}": why
        for profile, each in every_workload()
        if (why := not_restricted(each.pod))
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
    for profile, each in every_workload():
        shared = each.pod["spec"]["securityContext"]
        for container in containers(each.pod):
            security = container["securityContext"]
            user = security.get("runAsUser", shared.get("runAsUser"))
            if security.get("readOnlyRootFilesystem") is not True or not isinstance(user, int):
                faults.append((profile, each.name, container["name"]))

    assert faults == []


def test_every_long_running_container_has_probes() -> None:
    faults = []
    for profile, each in every_workload():
        for container in each.pod["spec"]["containers"] if each.runs_on else []:
            missing = sorted({"startupProbe", "livenessProbe", "readinessProbe"} - container.keys())
            if missing:
                faults.append((profile, each.name, container["name"], missing))

    assert faults == []


def test_probes_name_ports_that_the_container_has() -> None:
    faults = []
    for profile, each in every_workload():
        for container in containers(each.pod):
            ports = {port.get("name") for port in container.get("ports", [])}
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                asked = container.get(probe, {})
                port = asked.get("httpGet", asked.get("tcpSocket", {})).get("port")
                if port is not None and port not in ports:
                    faults.append((profile, each.name, container["name"], port))

    assert faults == []


def test_every_container_requests_and_limits() -> None:
    faults = []
    for profile, each in every_workload():
        for container in containers(each.pod):
            resources = container.get("resources", {})
            requests, limits = resources.get("requests", {}), resources.get("limits", {})
            if not {"cpu", "memory"} <= requests.keys() or "memory" not in limits:
                faults.append((profile, each.name, container["name"]))

    assert faults == []


def test_images_have_fixed_tags_and_one_name() -> None:
    for profile, each in every_workload():
        for container in containers(each.pod):
            repository, _, tag = container["image"].rpartition(":")
            assert repository, (profile, each.name)
            assert tag not in ("", "latest"), (profile, each.name)
            assert container["imagePullPolicy"] == "IfNotPresent", (profile, each.name)


def test_every_pod_has_a_service_account_of_its_component_alone() -> None:
    for profile, objects in every_profile():
        accounts = {each["metadata"]["name"]: each for each in named(objects, "ServiceAccount")}
        for each in workloads(objects):
            account = each.pod["spec"]["serviceAccountName"]
            labels = accounts[account]["metadata"]["labels"]
            assert labels["app.kubernetes.io/component"] == each.component, (profile, each.name)
            assert accounts[account]["automountServiceAccountToken"] is False


def test_only_those_who_ask_the_kubernetes_api_have_a_token() -> None:
    for profile, objects in every_profile():
        mounting = {
            each.component
            for each in workloads(objects)
            if each.pod["spec"].get("automountServiceAccountToken") is not False
        }
        bound = {
            subject["name"]
            for binding in named(objects, "RoleBinding")
            for subject in binding["subjects"]
        }
        having = {each.component for each in workloads(objects)} & WITH_TOKEN
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
        for each in workloads(objects):
            labels = each.pod["metadata"]["labels"]
            selecting = [
                policy["metadata"]["name"]
                for policy in of_components(objects)
                if policy["spec"]["podSelector"]["matchLabels"].items() <= labels.items()
            ]
            assert len(selecting) == 1, (profile, each.name, selecting)


def test_replicated_parts_have_a_disruption_budget_and_are_spread() -> None:
    for profile, objects in every_profile():
        scaled = {
            (each["spec"]["scaleTargetRef"]["kind"], each["spec"]["scaleTargetRef"]["name"])
            for each in named(objects, "HorizontalPodAutoscaler")
        }
        for each in workloads(objects):
            key = (each.object["kind"], each.object["metadata"]["name"])
            spec = each.object["spec"]
            assert ("replicas" in spec) == (each.runs_on and key not in scaled), (profile, key)
            if not each.runs_on or (key not in scaled and spec["replicas"] < 2):
                continue
            labels = each.pod["metadata"]["labels"]
            budgets = [
                budget
                for budget in named(objects, "PodDisruptionBudget")
                if budget["spec"]["selector"]["matchLabels"].items() <= labels.items()
            ]
            assert len(budgets) == 1, (profile, key)
            keys = [one["topologyKey"] for one in each.pod["spec"]["topologySpreadConstraints"]]
            assert "kubernetes.io/hostname" in keys, (profile, key)


def test_a_disruption_budget_never_blocks_the_only_pod_of_a_part() -> None:
    for profile, objects in every_profile():
        for budget in named(objects, "PodDisruptionBudget"):
            assert budget["spec"].get("maxUnavailable") == 1, (profile, budget["metadata"])


def test_every_long_running_pod_says_how_long_its_stop_may_take() -> None:
    missing = [
        (profile, each.name)
        for profile, each in every_workload()
        if each.runs_on and "terminationGracePeriodSeconds" not in each.pod["spec"]
    ]

    assert missing == []


def test_no_pod_gets_the_variables_of_services() -> None:
    """Kubernetes would set ISOTHERM_API_PORT and its like, which settings would read."""
    for profile, each in every_workload():
        assert each.pod["spec"]["enableServiceLinks"] is False, (profile, each.name)


def test_no_variable_is_set_twice() -> None:
    for profile, each in every_workload():
        for container in containers(each.pod):
            names = [one["name"] for one in container.get("env", [])]
            assert len(set(names)) == len(names), (profile, each.name, container["name"])


def test_volumes_and_mounts_belong_together() -> None:
    faults = {
        f"{profile} {each.name}": names
        for profile, each in every_workload()
        if (names := unmounted(each))
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
    for each in named(objects, "Service"):
        ports = each["spec"]["ports"]
        yield f"{each['metadata']['name']} ports", [port["port"] for port in ports]
    for name, pod in pods(objects).items():
        yield f"{name} volumes", [each["name"] for each in pod["spec"].get("volumes", [])]
        yield f"{name} containers", [each["name"] for each in containers(pod)]
        for each in containers(pod):
            title = f"{name} {each['name']}"
            yield f"{title} env", [entry["name"] for entry in each.get("env", [])]
            yield f"{title} ports", [port["containerPort"] for port in each.get("ports", [])]
            yield f"{title} mounts", [mount["mountPath"] for mount in each.get("volumeMounts", [])]


def test_lists_with_keys_hold_each_key_once() -> None:
    # with Helm 4 the server applies objects, and refuses a key that is there twice
    for profile, objects in every_profile():
        for title, keys in _keyed(objects):
            assert len(keys) == len(set(keys)), (profile, title, keys)
