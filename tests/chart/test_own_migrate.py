"""The Job that makes the databases and migrates the schema."""

from typing import Any
from urllib.parse import unquote, urlsplit

from chart import Object, named, one, pods, render

KEPT: dict[str, Any] = {
    "existingSecret": "kept",
    "postgresql": {"existingSecret": "kept"},
}


def _job(values: dict[str, Any] | None = None) -> Object:
    (job,) = [
        job
        for job in named(render(KEPT | (values or {})), "Job")
        if job["metadata"]["labels"]["app.kubernetes.io/component"] == "migrate"
    ]
    return job


def test_it_is_an_ordinary_job_that_gitops_does_not_repeat() -> None:
    job = _job()
    assert "helm.sh/hook" not in job["metadata"].get("annotations", {})
    assert "ttlSecondsAfterFinished" not in job["spec"]


def test_its_name_changes_with_its_image_its_values_and_the_passwords() -> None:
    def name(values: dict[str, Any] | None = None) -> str:
        return str(_job(values)["metadata"]["name"])

    assert name() == name()
    assert name() != name({"image": {"tag": "9.9.9"}})
    assert name() != name({"migrate": {"extraEnv": [{"name": "A", "value": "b"}]}})
    assert name() != name({"postgresql": {"existingSecret": ""}})
    assert len(name()) <= 63


def test_a_long_name_of_the_release_still_fits() -> None:
    long = "a" * 53
    names = [manifest["metadata"]["name"] for manifest in render(KEPT, name=long)]
    assert max(len(name) for name in names) <= 63


def test_it_makes_the_databases_and_then_migrates_as_the_owner() -> None:
    spec = _job()["spec"]["template"]["spec"]
    (bootstrap,), (migrate,) = spec["initContainers"], spec["containers"]
    assert bootstrap["command"] == ["isotherm-migrate", "bootstrap"]
    assert migrate["command"] == ["isotherm-migrate", "upgrade"]
    url = {entry["name"]: entry.get("value") for entry in migrate["env"]}["ISOTHERM_DATABASE_URL"]
    assert url == "postgresql://isotherm_owner@isotherm-postgresql:5432/isotherm"
    keys = {
        entry["name"]: entry["valueFrom"]["secretKeyRef"]["key"]
        for entry in bootstrap["env"]
        if "valueFrom" in entry
    }
    assert keys["PGPASSWORD"] == "postgres"
    for part in ("owner", "ingest", "worker", "api", "grafana", "keycloak"):
        assert keys[f"ISOTHERM_{part.upper()}_PASSWORD"] == part


def test_a_database_of_somebody_else_is_only_migrated() -> None:
    external = {"enabled": False, "external": {"host": "db.example.org", "existingSecret": "kept"}}
    spec = _job({"postgresql": external})["spec"]["template"]["spec"]
    assert "initContainers" not in spec
    (migrate,) = spec["containers"]
    assert any("db.example.org" in entry.get("value", "") for entry in migrate["env"])


def test_a_login_may_have_any_name() -> None:
    external = {
        "host": "db.example.org",
        "existingSecret": "kept",
        "administrator": "root@server",
        "database": "1 2",
    }
    spec = _job({"postgresql": {"enabled": False, "external": external}})["spec"]["template"][
        "spec"
    ]
    bootstrap = {
        variable["name"]: variable.get("value") for variable in spec["initContainers"][0]["env"]
    }
    url = urlsplit(bootstrap["ISOTHERM_ADMIN_DATABASE_URL"])
    assert (unquote(url.username or ""), url.hostname) == ("root@server", "db.example.org")
    assert bootstrap["ISOTHERM_DATABASE_NAME"] == "1 2"
    (migrate,) = spec["containers"]
    assert unquote(urlsplit(migrate["env"][0]["value"]).path) == "/1 2"


def test_it_may_speak_to_the_database_and_nobody_may_speak_to_it() -> None:
    objects = render(KEPT)
    policy = one(objects, "NetworkPolicy", "-migrate")["spec"]
    assert "ingress" not in policy
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    (rule,) = policy["egress"]
    labels = rule["to"][0]["podSelector"]["matchLabels"]
    assert labels["app.kubernetes.io/component"] == "postgresql"
    (pod,) = [pod for name, pod in pods(objects).items() if "-migrate-" in name]
    assert policy["podSelector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()
