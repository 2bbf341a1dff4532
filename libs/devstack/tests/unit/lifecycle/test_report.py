"""What a started stack prints: where each password is, as a path that a person can type."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from isotherm_devstack.lifecycle.report import print_tables
from isotherm_devstack.state.folder import State

STACK = {
    "frontend": "http://localhost:3000",
    "api": "http://localhost:8000",
    "keycloak": "http://localhost:8080",
    "mqtt": {"host": "127.0.0.1", "port": 1883, "tls_port": None},
    "users": [{"username": "ada", "password": "secret", "role": "admin", "site": None}],
    "devices": [],
}


@pytest.mark.parametrize(("folder", "shown"), [(".local", ".local"), ("../other", None)])
def test_the_paths_of_secrets_can_be_typed(
    folder: str, shown: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "clone"
    here.mkdir()
    monkeypatch.chdir(here)
    state = State((here / folder).resolve())
    out = io.StringIO()
    print_tables(Console(file=out, width=60), STACK, state)
    lines = out.getvalue().splitlines()
    assert not any("Prometheus" in line for line in lines)
    home = shown or str(state.home)
    assert f"Keycloak's admin password: keycloak_admin in {home}/secrets.json" in lines
    assert f"Passwords of all people and devices: {home}/stack.json" in lines
    assert f"Logs, data and secrets: {home}" in lines


def test_the_address_of_prometheus_is_shown_if_it_runs(tmp_path: Path) -> None:
    out = io.StringIO()
    observed = STACK | {"prometheus": "http://127.0.0.1:9090"}
    print_tables(Console(file=out, width=100), observed, State(tmp_path))
    assert "http://127.0.0.1:9090/alerts" in out.getvalue()
