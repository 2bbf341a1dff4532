"""Network policies allow the arrows of the design, and no other."""

from chart import named, render
from chart_pods import workloads
from chart_policies import OUTSIDE, Arrow, arrows_in, arrows_out, of_components
from chart_profiles import every_profile

DESIGN = {
    # the path of a reading
    Arrow(OUTSIDE, "mosquitto", 1883),
    Arrow(OUTSIDE, "mosquitto", 8883),
    Arrow("simulator", "mosquitto", 1883),
    Arrow("tests", "mosquitto", 1883),
    Arrow("tests", "mosquitto", 8883),
    Arrow("ingest", "mosquitto", 1884),
    Arrow("ingest", "postgresql", 5432),
    # administration of the broker, and what worker computes
    Arrow("worker", "mosquitto", 1884),
    Arrow("worker", "mosquitto", 8883),
    Arrow("worker", "postgresql", 5432),
    Arrow("mosquitto", "postgresql", 5432),
    # people
    Arrow(OUTSIDE, "frontend", 3000),
    Arrow("tests", "frontend", 3000),
    Arrow("frontend", "api", 8000),
    Arrow("tests", "api", 8000),
    Arrow("api", "postgresql", 5432),
    # who people are
    Arrow(OUTSIDE, "keycloak", 8080),
    Arrow("frontend", "keycloak", 8080),
    Arrow("api", "keycloak", 8080),
    Arrow("grafana", "keycloak", 8080),
    Arrow("realm", "keycloak", 8080),
    Arrow("tests", "keycloak", 8080),
    Arrow("keycloak", "postgresql", 5432),
    Arrow("simulator", "postgresql", 5432),
    # schema and backup
    Arrow("migrate", "postgresql", 5432),
    Arrow("backup", "postgresql", 5432),
    Arrow("restore", "postgresql", 5432),
    # dashboards
    Arrow(OUTSIDE, "grafana", 3000),
    Arrow("grafana", "prometheus", 9090),
    # the alerts that the status page shows
    Arrow("api", "prometheus", 9090),
    Arrow("grafana", "loki", 3100),
    Arrow("grafana", "postgresql", 5432),
    # logs
    Arrow("ingest", "loki", 3100),
    Arrow("worker", "loki", 3100),
    Arrow("api", "loki", 3100),
    Arrow("alloy", "loki", 3100),
    Arrow("mosquitto", "loki", 3100),
    # metrics
    *(Arrow("prometheus", part, 9090) for part in ("ingest", "worker", "api", "frontend")),
    Arrow("prometheus", "mosquitto", 9090),
    Arrow("prometheus", "keycloak", 9000),
    Arrow("prometheus", "loki", 3100),
    Arrow("prometheus", "grafana", 3000),
    Arrow("prometheus", "alloy", 12345),
    # alerts
    Arrow("prometheus", "alertmanager", 9093),
}
"""Arrows between parts of a release, and into it from people, devices and an ingress."""

KEYCLOAKS_OWN = {Arrow("keycloak", "keycloak", port) for port in (7800, 57800)}
"""How several Keycloaks share their caches."""

CLOUDNATIVEPGS_OWN = {
    Arrow(source, "postgresql", port)
    for source in (OUTSIDE, "postgresql")
    for port in (5432, 8000, 9187)
}
"""Its instances, its operator, and scrapes of its metrics."""


def _inside(arrows: set[Arrow]) -> set[Arrow]:
    return {arrow for arrow in arrows if OUTSIDE not in (arrow.source, arrow.target)}


def test_both_ends_of_an_arrow_agree() -> None:
    for profile, objects in every_profile():
        present = {workload.component for workload in workloads(objects)}
        present |= {"postgresql", "keycloak"} if profile == "operated" else set()
        sent = {arrow for arrow in _inside(arrows_out(objects)) if arrow.target in present}
        taken = {arrow for arrow in _inside(arrows_in(objects)) if arrow.source in present}
        own = CLOUDNATIVEPGS_OWN | KEYCLOAKS_OWN
        assert sent - own == taken - own, profile


def test_arrows_are_those_of_the_design() -> None:
    for profile, objects in every_profile():
        both = _inside(arrows_in(objects) | arrows_out(objects))
        assert both - DESIGN - KEYCLOAKS_OWN - CLOUDNATIVEPGS_OWN == set(), profile


def test_every_arrow_of_the_design_is_used() -> None:
    used = {arrow for _, objects in every_profile() for arrow in arrows_in(objects)}

    assert {arrow for arrow in DESIGN if arrow.source == OUTSIDE} <= used
    assert _inside(DESIGN) <= used


def test_only_what_serves_people_devices_and_scrapers_is_open() -> None:
    metrics = {arrow.target: arrow.port for arrow in DESIGN if arrow.source == "prometheus"}
    for profile, objects in every_profile():
        taken = {arrow for arrow in arrows_in(objects) if arrow.source == OUTSIDE}
        # networkPolicy.metricsFrom
        scraped = {Arrow(OUTSIDE, part, port) for part, port in metrics.items()}
        operated = CLOUDNATIVEPGS_OWN if profile == "operated" else set()
        assert taken - DESIGN - scraped - operated == set(), profile


def test_the_default_is_to_deny_everything_but_names() -> None:
    for profile, objects in every_profile():
        (default,) = (
            policy
            for policy in named(objects, "NetworkPolicy")
            if policy not in of_components(objects)
        )
        spec = default["spec"]
        assert sorted(spec["policyTypes"]) == ["Egress", "Ingress"], profile
        assert "ingress" not in spec
        (names,) = spec["egress"]
        assert {port["port"] for port in names["ports"]} == {53}
        for workload in workloads(objects):
            selected = spec["podSelector"]["matchLabels"].items()
            assert selected <= workload.pod["metadata"]["labels"].items(), (profile, workload.name)


def test_every_policy_says_both_directions() -> None:
    for profile, objects in every_profile():
        for policy in named(objects, "NetworkPolicy"):
            kinds = policy["spec"]["policyTypes"]
            if "cnpg.io/cluster" in policy["spec"]["podSelector"]["matchLabels"]:
                continue  # where its operator and backups are is not known here
            assert sorted(kinds) == ["Egress", "Ingress"], (profile, policy["metadata"]["name"])


def test_only_parts_with_a_reason_leave_the_release() -> None:
    """Others may not: an api that somebody took over cannot call home."""
    for profile, objects in every_profile():
        bundled = {workload.component for workload in workloads(objects)}
        leaving = {arrow.source for arrow in arrows_out(objects) if arrow.target == OUTSIDE}
        allowed = {"ingest", "alloy"}  # the Kubernetes API
        if profile == "everything-on":
            # traces, and a look at them; logs in S3; alertmanager; a backup in S3
            allowed |= {"worker", "api", "frontend", "mosquitto", "grafana"}
            allowed |= {"loki", "prometheus", "alertmanager", "backup"}
        if not {"postgresql", "mosquitto", "keycloak"} <= bundled:
            allowed |= {"worker", "api", "frontend", "migrate", "keycloak", "realm", "grafana",
                        "loki", "backup", "restore", "tests"}  # fmt: skip
        assert leaving <= allowed, profile


def test_without_policies_there_are_none() -> None:
    assert named(render({"networkPolicy": {"enabled": False}}), "NetworkPolicy") == []
