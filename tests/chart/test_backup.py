"""Backups, their restore, and helm test, as the chart renders them."""

import json
from itertools import chain
from typing import Any

import pytest

import chart
from isotherm.backup.settings import BackupSettings
from isotherm.process.settings import environment_names

ON: dict[str, Any] = {"backup": {"enabled": True}}
S3: dict[str, Any] = {
    "backup": {
        "enabled": True,
        "encryption": {"existingSecret": "passphrase"},
        "s3": {"enabled": True, "bucket": "b", "existingSecret": "keys"},
    }
}


def environment(objects: list[chart.Object], component: str) -> dict[str, str]:
    """Return what the program of a component gets, from its ConfigMap and its own variables."""
    (pod,) = (p for name, p in chart.pods(objects).items() if name.endswith(f"-{component}"))
    (program,) = (c for c in chart.containers(pod) if c["command"][0] == "isotherm-backup")
    settings = chart.one(objects, "ConfigMap", "-backup")["data"]
    return settings | {e["name"]: str(e.get("value")) for e in program["env"]}


@pytest.mark.parametrize("component", ["backup", "restore"])
def test_the_program_knows_every_setting_that_it_is_given(component: str) -> None:
    known = set(environment_names(BackupSettings))
    given = environment(chart.render(ON), component)
    assert {name.removesuffix("_FILE") for name in given} <= known


def test_no_backup_means_nothing_of_it() -> None:
    names = [manifest["metadata"]["name"] for manifest in chart.render()]
    assert not [name for name in names if name.endswith(("-backup", "-restore"))]


def test_one_backup_at_a_time_and_a_restore_never_by_itself() -> None:
    objects = chart.render(ON)
    backup = chart.one(objects, "CronJob", "-backup")["spec"]
    restore = chart.one(objects, "CronJob", "-restore")["spec"]
    assert backup["concurrencyPolicy"] == restore["concurrencyPolicy"] == "Forbid"
    assert backup["suspend"] is False
    assert restore["suspend"] is True
    assert restore["jobTemplate"]["spec"]["backoffLimit"] == 0


def test_backups_outlive_the_release() -> None:
    claim = chart.one(chart.render(ON), "PersistentVolumeClaim", "-backup")
    assert claim["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"


def test_something_uses_the_volume_at_once() -> None:
    # a claim of a storage class that waits for its first user stays pending, and so would `--wait`
    (job,) = jobs_of_volumes(ON)
    volumes = job["spec"]["template"]["spec"]["volumes"]
    claims = [v["persistentVolumeClaim"]["claimName"] for v in volumes if v["name"] == "backup"]
    assert claims == ["isotherm-backup"]
    assert jobs_of_volumes(S3) == []


def jobs_of_volumes(values: dict[str, Any]) -> list[chart.Object]:
    jobs = chart.named(chart.render(values), "Job")
    return [job for job in jobs if "-backup-volume-" in job["metadata"]["name"]]


def test_the_secrets_of_the_release_are_in_it() -> None:
    objects = chart.render(ON)
    generated = {s["metadata"]["name"] for s in chart.named(objects, "Secret")}
    pod = chart.pods(objects)["CronJob/isotherm-backup"]
    mounted = {v["secret"]["secretName"] for v in pod["spec"]["volumes"] if "secret" in v}
    assert {
        name
        for name in generated
        if name.endswith(("-app", "-postgresql", "-mosquitto", "-keycloak"))
    } <= mounted
    paths = {
        m["mountPath"]
        for m in chain.from_iterable(c["volumeMounts"] for c in chart.containers(pod))
        if m["mountPath"].startswith("/secrets/")
    }
    assert paths == {f"/secrets/{name}" for name in mounted}


def test_no_password_is_in_a_variable_or_an_argument() -> None:
    text = json.dumps([p for n, p in chart.pods(chart.render(ON)).items() if "CronJob" in n])
    assert "PGPASSWORD" not in text
    assert "secretKeyRef" not in text


def test_both_programs_come_from_the_servers_image() -> None:
    objects = chart.render({**ON, "postgresql": {"image": {"tag": "17"}}})
    for component in ("backup", "restore"):
        pod = chart.pods(objects)[f"CronJob/isotherm-{component}"]
        (tools,) = (c for c in chart.containers(pod) if c["name"] == "tools")
        assert tools["image"] == "docker.io/library/postgres:17"
        assert tools["restartPolicy"] == "Always"


def test_what_leaves_the_cluster_is_encrypted() -> None:
    chart.render(S3)
    plain = json.loads(json.dumps(S3))
    del plain["backup"]["encryption"]
    with pytest.raises(chart.RefusedError, match=r"set backup\.encryption\.existingSecret"):
        chart.render(plain)


def test_an_upload_follows_a_complete_backup() -> None:
    pod = chart.pods(chart.render(S3))["CronJob/isotherm-backup"]["spec"]
    assert [c["name"] for c in pod["initContainers"]] == ["tools", "backup", "upload"]
    # a backup that did not reach its bucket is none: the run ends only after that
    assert pod["initContainers"][1]["command"] == ["isotherm-backup", "make", "--copied-later"]
    (last,) = pod["containers"]
    assert last["command"] == ["isotherm-backup", "copied"]
    restore = chart.pods(chart.render(S3))["CronJob/isotherm-restore"]["spec"]
    assert [c["name"] for c in restore["initContainers"]] == ["tools", "download"]
    assert [c["name"] for c in restore["containers"]] == ["restore"]


def test_a_database_outside_is_dumped_without_a_superuser() -> None:
    outside = {
        **ON,
        "postgresql": {"enabled": False, "external": {"host": "db", "existingSecret": "logins"}},
    }
    given = environment(chart.render(outside), "restore")
    assert given["ISOTHERM_DATABASE_URL"] == "postgresql://isotherm_owner@db:5432/isotherm"
    assert given["ISOTHERM_DATABASE_PASSWORD_FILE"] == "/secrets/logins/owner"  # noqa: S105  a path
    assert "ISOTHERM_ADMIN_DATABASE_URL" not in given


def test_the_database_admits_backup_and_restore_and_both_reach_nothing_else() -> None:
    objects = chart.render(ON)
    for component in ("backup", "restore"):
        (policy,) = chart.named(objects, "NetworkPolicy", f"-{component}")
        (rule,) = policy["spec"]["egress"]
        (peer,) = rule["to"]
        labels = peer["podSelector"]["matchLabels"]
        assert labels["app.kubernetes.io/component"] == "postgresql"
        assert "ingress" not in policy["spec"]


def test_helm_test_signs_in_as_a_person_of_its_own_or_as_one_that_is_named() -> None:
    def given(values: dict[str, Any]) -> dict[str, Any]:
        pod = chart.one(chart.render(values), "Pod", "-tests")
        assert pod["metadata"]["annotations"]["helm.sh/hook"] == "test"
        return {variable["name"]: variable for variable in pod["spec"]["containers"][0]["env"]}

    own = given({})
    assert own["ISOTHERM_KEYCLOAK_ADMIN_PASSWORD"]["valueFrom"]["secretKeyRef"]["key"] == "admin"
    assert own["ISOTHERM_KEYCLOAK_PUBLIC_URL"]["value"] == "http://localhost:8081/idp"
    outside = {
        "keycloak": {
            "enabled": False,
            "external": {"issuer": "https://sso.example.org/realms/warm"},
        },
        "realm": {"enabled": False},
        "tests": {"existingSecret": "somebody"},
        "publicUrl": "https://isotherm.example.org",
    }
    named = given(outside)
    assert "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD" not in named
    person = named["ISOTHERM_TEST_PERSON_PASSWORD"]["valueFrom"]["secretKeyRef"]
    assert person == {"name": "somebody", "key": "password"}
    assert named["ISOTHERM_KEYCLOAK_PUBLIC_URL"]["value"] == "https://sso.example.org"
    assert named["ISOTHERM_REALM"]["value"] == "warm"
