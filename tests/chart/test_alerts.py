"""Each alert fires, stays quiet just below its threshold, and is over again: by promtool."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chart import named, one, render
from chart_profiles import ALL, OPERATORS
from isotherm_devstack.host.system import require
from isotherm_devstack.host.tools import run

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "alerts").glob("*.yaml"))}
WATCHED = "north"
ALWAYS = "IsothermWatchdog"
_INTERVAL = "1m"
_SERIES = re.compile(r"(\w+)(?:\{(.*)\})?")
_CONSTANT = re.compile(r"(?<!\S)([0-9.]+|NaN)x(?=[0-9])")


def _cases() -> Iterator[dict[str, Any]]:
    for path in CASES.values():
        yield from yaml.safe_load(path.read_text())


def _rules(*, operated: bool) -> dict[str, Any]:
    """Return the rules as an operator's Prometheus gets them, or the bundled one."""
    objects = render(ALL["everything-on"], namespace=WATCHED, api_versions=OPERATORS)
    if operated:
        (rule,) = named(objects, "PrometheusRule")
        return dict(rule["spec"])
    data = one(objects, "ConfigMap", "-prometheus")["data"]
    return dict(yaml.safe_load(data["rules.yaml"]))


def _alerts(rules: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for group in rules["groups"] for rule in group["rules"]}


def _in_namespace(series: str, namespace: str | None) -> str:
    if namespace is None:
        return series
    match = _SERIES.fullmatch(series)
    assert match, series
    return f'{match[1]}{{namespace="{namespace}",{match[2] or ""}}}'


def _expected(rule: dict[str, Any], fired: dict[str, Any]) -> dict[str, Any]:
    annotations = rule["annotations"] | {"summary": fired["summary"]}
    return {
        "exp_labels": rule["labels"] | fired.get("labels", {}),
        "exp_annotations": annotations,
    }


def _test(case: dict[str, Any], rule: dict[str, Any], namespace: str | None) -> dict[str, Any]:
    """Return a case as promtool reads it. From another namespace only what is absent fires."""
    ours = namespace in (None, WATCHED)
    checks = []
    for at, fired in case.get("firing", {}).items():
        shown = fired if ours or case.get("anywhere") or rule["alert"] == ALWAYS else []
        checks.append((at, [_expected(rule, alert) for alert in shown]))
    checks += [(at, []) for at in case.get("quiet", [])]
    return {
        "interval": _INTERVAL,
        "name": case["alert"],
        "input_series": [
            # how many samples `1x5` is depends on promtool's version
            {
                "series": _in_namespace(series, namespace),
                "values": _CONSTANT.sub(r"\1+0x", values),
            }
            for series, values in case["series"].items()
        ],
        "alert_rule_test": [
            {"eval_time": at, "alertname": case["alert"], "exp_alerts": expected}
            for at, expected in checks
        ],
    }


async def _tried(
    folder: Path, rules: dict[str, Any], cases: list[dict[str, Any]], namespace: str | None
) -> None:
    """Run promtool with all cases; raise ToolError if one does not hold.

    Each alert is tried by itself: promtool judges all rules of a file at each minute of a test.
    """
    require("promtool")
    files = []
    for name, rule in _alerts(rules).items():
        if tried := [_test(case, rule, namespace) for case in cases if case["alert"] == name]:
            alone = {"groups": [{"name": name, "rules": [rule]}]}
            (folder / f"{name}.rules.yaml").write_text(yaml.safe_dump(alone))
            whole = {
                "rule_files": [f"{name}.rules.yaml"],
                "evaluation_interval": _INTERVAL,
                "tests": tried,
            }
            files.append(folder / f"{name}.yaml")
            files[-1].write_text(yaml.safe_dump(whole))
    said = await run("promtool", "test", "rules", *files)
    assert said.count("SUCCESS") == len(files)


@pytest.mark.parametrize("name", CASES)
async def test_the_bundled_prometheus_raises_and_ends_each_alert(name: str, tmp_path: Path) -> None:
    cases = yaml.safe_load(CASES[name].read_text())

    await _tried(tmp_path, _rules(operated=False), cases, None)


@pytest.mark.parametrize("name", CASES)
async def test_an_operators_prometheus_does_so_for_one_namespace(name: str, tmp_path: Path) -> None:
    cases = yaml.safe_load(CASES[name].read_text())

    await _tried(tmp_path, _rules(operated=True), cases, WATCHED)


async def test_what_happens_in_another_namespace_raises_no_alert(tmp_path: Path) -> None:
    # what is absent there is absent in any case
    cases = [case for case in _cases() if "absent(" not in _expression(case["alert"])]
    assert len(cases) > 40

    await _tried(tmp_path, _rules(operated=True), cases, "south")


def _expression(alert: str) -> str:
    return str(_alerts(_rules(operated=True))[alert]["expr"])


def test_each_alert_is_tried_above_and_below_and_over() -> None:
    over, below = defaultdict[str, int](int), defaultdict[str, int](int)
    for case in _cases():
        assert "firing" in case or case.get("below")
        last = max(map(_minutes, case.get("firing", {})), default=-1)
        over[case["alert"]] += any(_minutes(at) > last >= 0 for at in case.get("quiet", []))
        below[case["alert"]] += bool(case.get("below"))

    alerts = _alerts(_rules(operated=True)).keys()
    assert {name for name, count in over.items() if count} == alerts - {ALWAYS}
    assert {name for name, count in below.items() if count} == alerts - {ALWAYS}
    assert over.keys() == alerts


def _minutes(at: str) -> int:
    return int(at[:-1]) * {"m": 1, "h": 60}[at[-1]]


def test_each_alert_says_how_bad_it_is_and_where() -> None:
    for operated in (False, True):
        for name, rule in _alerts(_rules(operated=operated)).items():
            severity = rule["labels"].pop("severity")
            assert rule["labels"] == {"namespace": WATCHED}
            assert severity in ({"none"} if name == ALWAYS else {"warning", "critical"})
            # `rule_files` are also read by Prometheus 2.x
            assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}


def test_volumes_of_claims_that_exist_already_are_watched() -> None:
    held = {
        "prometheus": {"enabled": True},
        "postgresql": {"persistence": {"existingClaim": "o.p"}},
    }
    data = one(render(held, name="warm"), "ConfigMap", "-prometheus")["data"]
    (pattern,) = set(re.findall(r'persistentvolumeclaim=~"([^"]+)"', data["rules.yaml"]))

    for claim in ("data-warm-isotherm-mosquitto-0", "warm-isotherm-backup", "o.p"):
        assert re.fullmatch(pattern, claim)
    for claim in ("data-other-isotherm-mosquitto-0", "oxp"):
        assert not re.fullmatch(pattern, claim)
