"""Alloy's configuration, applied to lines that the real parts have written."""

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chart import CHART, one, render
from chart_alloy import Block, Line, joined, parse, run
from isotherm_devstack.host import helm

_LINES = [
    # Mosquitto 2.0.11
    (
        "mosquitto",
        "2026-11-30T01:58:33+0000: Warning: Mosquitto should not be run as root/administrator.",
        "warning",
        "2026-11-30T01:58:33+00:00",
    ),
    (
        "mosquitto",
        "2026-11-30T02:11:12+0000: New client connected from 127.0.0.1:36447 as northgate-outdoor"
        " (p5, c1, k30, u'northgate-outdoor').",
        "info",
        "2026-11-30T02:11:12+00:00",
    ),
    (
        "mosquitto",
        "2026-11-30T02:11:12+0000: OpenSSL Error[0]: error:14094416:SSL routines:"
        "ssl3_read_bytes:sslv3 alert certificate unknown",
        "error",
        "2026-11-30T02:11:12+00:00",
    ),
    ("mosquitto", "1796003920: Error: Unable to open log.", "error", "2026-11-30T01:58:40+00:00"),
    # PostgreSQL 18.6
    (
        "postgresql",
        "2026-11-30 01:58:20.307 UTC [21629] LOG:  database system is ready to accept connections",
        "info",
        "2026-11-30T01:58:20.307000+00:00",
    ),
    (
        "postgresql",
        "2026-11-30 02:09:17.034 UTC [21725] isotherm_ingest_login@isotherm isotherm-ingest ERROR:"
        '  duplicate key value violates unique constraint "reading_20261130_pkey"',
        "error",
        "2026-11-30T02:09:17.034000+00:00",
    ),
    (
        "postgresql",
        "2026-11-30 01:58:20.334 UTC [21638] postgres@postgres [unknown] FATAL:  the database"
        " system is starting up",
        "error",
        "2026-11-30T01:58:20.334000+00:00",
    ),
    (
        "postgresql",
        "2026-11-30 01:58:20.334 UTC [21638] PANIC:  could not write to file: No space left",
        "critical",
        "2026-11-30T01:58:20.334000+00:00",
    ),
    # Keycloak 26.7.3
    (
        "keycloak",
        '{"timestamp":"2026-11-30T01:58:46.845601044Z","sequence":2968,"loggerName":'
        '"org.keycloak.common.Profile","level":"WARN","message":"Deprecated features"}',
        "warning",
        "2026-11-30T01:58:46.845601+00:00",
    ),
    # the pages, and what Next.js says of itself
    (
        "frontend",
        '{"time":"2026-11-30T02:12:39.545Z","level":"info","service":"frontend","instance":'
        '"frontend-0","logger":"start","message":"frontend is up"}',
        "info",
        "2026-11-30T02:12:39.545000+00:00",
    ),
    ("frontend", "▲ Next.js 16.4.5", "info", None),
    # Grafana, and the database's operator
    ("grafana", '{"level":"eror","msg":"x","t":"2026-11-30T02:12:39.5Z"}', "error",
     "2026-11-30T02:12:39.500000+00:00"),
    ("database", '{"level":"info","ts":"2026-11-30T02:12:39.545Z","logger":"postgres","record":'
     '{"error_severity":"WARNING","message":"x"}}', "warning", "2026-11-30T02:12:39.545000+00:00"),
]  # fmt: skip

_TARGETS = ("targets", "forward_to")
_PRIVATE = [
    ("keycloak", 'type=\\"LOGIN_ERROR\\", userId=\\"null\\", username=\\"ada\\"', "ada"),
    ("keycloak", "username=ada, error=user_not_found", "ada"),
    ("keycloak", '{"message":"Failed to send email to grace@example.org"}', "grace"),
    ("keycloak", "bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln", "c2ln"),
    ("frontend", "POST grant_type=refresh_token&refresh_token=opaque-1", "opaque-1"),
    ("postgresql", "2026-11-30 01:58:20.334 UTC [1] DETAIL:  Key (name)=(Ada) exists.", "Ada"),
    ("postgresql", "2026-11-30 01:58:20.334 UTC [1] STATEMENT:  SELECT\n\t  'Ada'\n\t", "Ada"),
    ("postgresql", 'ERROR:  invalid input syntax for type uuid: "Ada"', "Ada"),
    ("database", '{"record":{"message":"m","detail":"Key (name)=(\\"Ada\\")","x":1}}', "Ada"),
]


@pytest.fixture(scope="module")
def process() -> Block:
    """The stages that every line passes."""
    values = {"alloy": {"enabled": True}, "loki": {"enabled": True}}
    text = one(render(values), "ConfigMap", "-alloy")["data"]["config.alloy"]
    [stages] = parse(text).all("loki.process")
    return stages


def _line(process: Block, service: str, text: str) -> Line:
    labels = {"service": service, "instance": f"{service}-0", "pod": "x", "level": "x"}
    return run(process, Line(text, labels))


@pytest.mark.parametrize(("service", "text", "level", "time"), _LINES)
def test_a_line_of_a_real_part_has_its_time_and_stays_as_it_is(
    process: Block, service: str, text: str, level: str, time: str | None
) -> None:
    line = _line(process, service, text)
    assert (line.time.astimezone(UTC).isoformat() if line.time else None) == time
    assert line.text == text
    assert set(line.labels) == {"service", "instance", "level"}


def test_each_line_has_one_of_five_levels(process: Block, tmp_path: Path) -> None:
    """The template is Go's, and Helm evaluates it as Alloy does."""
    pairs = []
    for service, text, _, _ in _LINES:
        extracted = _line(process, service, text).extracted
        pairs.append((str(extracted.get("level") or ""), str(extracted.get("severity") or "")))
    others = [("TRACE", ""), ("SEVERE", ""), ("", "DEBUG3"), ("loud", ""), ("FATAL", "")]
    levels = _levels(process, [*pairs, *others], tmp_path)
    assert levels[: len(_LINES)] == [level for _, _, level, _ in _LINES]
    assert levels[len(_LINES) :] == ["debug", "error", "debug", "info", "critical"]


@pytest.mark.parametrize(("service", "text", "private"), _PRIVATE)
def test_what_names_a_person_is_cut(process: Block, service: str, text: str, private: str) -> None:
    line = _line(process, service, text)
    assert private in text
    assert private not in line.text
    if text.startswith("{"):
        json.loads(line.text)  # is JSON still


def test_a_message_of_several_lines_is_one(process: Block) -> None:
    first, second = "2026-11-30 01:58:20.3 UTC [1] LOG:  a", "2026-11-30 01:58:21.3 UTC [1] LOG:  c"
    lines = [first, "\tb", second]
    assert list(joined(process, lines, {"service": "postgresql"})) == [f"{first}\n\tb", second]
    assert list(joined(process, lines, {"service": "mosquitto"})) == lines


def test_labels_are_those_of_our_own_parts(process: Block) -> None:
    assert [stage.values["values"] for stage in process.all("stage.labels")] == [{"level": ""}]
    assert process.blocks[-1].name == "stage.label_keep"
    assert process.blocks[-1].values["values"] == ["service", "instance", "level"]


def test_each_part_hands_its_lines_to_the_next() -> None:
    root = parse((CHART / "files/alloy/config.alloy").read_text())
    names = {f"{block.name}.{block.label}" for block in root.blocks if block.label}
    values = [block.values.get(key, []) for block in root.blocks for key in _TARGETS]
    asked = {
        str(name) for value in values for name in (value if isinstance(value, list) else [value])
    }
    assert asked
    for name in asked:
        assert name.rpartition(".")[0] in names, name


def test_pods_of_operators_are_found_by_the_labels_that_their_operators_set() -> None:
    values = {"alloy": {"enabled": True}, "loki": {"enabled": True}}
    text = one(render(values), "ConfigMap", "-alloy")["data"]["config.alloy"]
    labels = [
        selector.values["label"]
        for block in parse(text).all("discovery.kubernetes")
        for selector in block.all("selectors")
    ]
    assert labels[1:] == [
        "cnpg.io/cluster=isotherm-postgresql,cnpg.io/podRole=instance",
        "app=keycloak,app.kubernetes.io/instance=isotherm-keycloak",
    ]
    assert re.search(r"\$\{\w+\}", text) is None


@pytest.mark.parametrize(
    "text", ["a {", 'a { b = "c }', "a = [1, 2", "a b c", "loki.process lines { }", "a { ; }"]
)
def test_what_is_no_configuration_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        parse(text)


def test_the_time_of_a_line_is_read_with_its_zone(process: Block) -> None:
    line = _line(process, "mosquitto", "2026-11-30T03:58:33+0200: Warning: x")
    assert line.time == datetime(2026, 11, 30, 1, 58, 33, tzinfo=UTC)


def _levels(process: Block, pairs: list[tuple[str, str]], folder: Path) -> list[str]:
    [stage] = process.all("stage.template")
    # Alloy's name of the same function
    template = stage.values["template"].replace("ToLower", "lower")
    (folder / "templates").mkdir()
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: levels\nversion: 0.1.0\n")
    lines = [
        f'- {{{{ with dict "Value" {json.dumps(level)} "severity" {json.dumps(severity)} }}}}'
        f"{template}{{{{ end }}}}"
        for level, severity in pairs
    ]
    (folder / "templates" / "levels.yaml").write_text("levels:\n" + "\n".join(lines) + "\n")
    program = helm.program()
    assert program is not None
    argv = [str(program), "template", "levels", str(folder)]
    rendered = subprocess.run(argv, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return [line.removeprefix("- ") for line in rendered.splitlines() if line.startswith("- ")]
