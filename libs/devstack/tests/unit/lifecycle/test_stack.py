"""A stack before its start: its description for scripts, and what its parts are told."""

import asyncio
import io
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from isotherm_devstack.lifecycle.stack import Stack
from isotherm_devstack.lifecycle.steps import Steps
from isotherm_devstack.lifecycle.supervisor import Supervisor
from isotherm_devstack.state import credentials
from isotherm_devstack.state.addresses import USUAL_PORTS, Addresses
from isotherm_devstack.state.content import Content
from isotherm_devstack.state.folder import State, read
from isotherm_devstack.state.tls import IncompleteTlsError

MakeStack = Callable[..., Stack]


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A new state folder."""
    state = State(tmp_path / "state")
    state.create()
    return state


@pytest.fixture
def make(state: State) -> MakeStack:
    """What makes a stack of this folder, which is not started."""
    secrets = credentials.load_or_generate(state.secrets)
    steps = Steps(Console(file=io.StringIO()))

    def make(content: Content = Content.DEMO, *, observe: bool = False) -> Stack:
        supervisor = Supervisor(asyncio.TaskGroup(), steps.log)
        ports = Addresses(**USUAL_PORTS)
        return Stack(state, ports, secrets, supervisor, steps, content, observe)

    return make


@pytest.mark.parametrize(
    ("content", "users", "devices"),
    [
        (Content.DEMO, ["ada", "vera", "omar", "mira", "nils"], 17),
        (Content.QUIET, ["ada", "vera", "omar", "mira", "nils"], 17),
        (Content.EMPTY, ["ada"], 0),
    ],
)
def test_its_description_has_who_is_in_it_and_is_private(
    make: MakeStack, state: State, content: Content, users: list[str], devices: int
) -> None:
    make(content).write()
    described = read(state.stack)
    assert [user["username"] for user in described["users"]] == users
    assert len(described["devices"]) == devices
    assert described["prometheus"] is None
    assert described["processes"] == []
    assert stat.S_IMODE(state.stack.stat().st_mode) == 0o600


def test_a_certificate_of_the_operator_opens_the_devices_tls_listener(
    make: MakeStack, state: State
) -> None:
    make().write()
    assert read(state.stack)["mqtt"]["tls_port"] is None
    state.tls.mkdir()
    (state.tls / "mqtt.crt").touch()
    with pytest.raises(IncompleteTlsError, match=r"mqtt\.key is missing"):
        make()
    (state.tls / "mqtt.key").touch()
    make().write()
    assert read(state.stack)["mqtt"]["tls_port"] == USUAL_PORTS["mqtt_tls"]


def test_an_observed_stack_tells_scripts_and_the_api_where_prometheus_is(
    make: MakeStack, state: State
) -> None:
    observed = make(observe=True)
    observed.write()
    assert read(state.stack)["prometheus"] == "http://127.0.0.1:9090"
    url = {make().services.api().env.get("ISOTHERM_PROMETHEUS_URL")}
    assert url == {None}
    assert observed.services.api().env["ISOTHERM_PROMETHEUS_URL"] == "http://127.0.0.1:9090"


def test_every_part_is_told_where_its_traces_go(
    make: MakeStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISOTHERM_OTLP_ENDPOINT", "console")
    monkeypatch.setenv("ISOTHERM_TRACE_RATIO", "0.5")
    services = make().services
    for part in (
        services.ingest(),
        services.worker(),
        services.api(),
        services.frontend(Path("built")),
    ):
        assert part.env["ISOTHERM_OTLP_ENDPOINT"] == "console"
        assert part.env["ISOTHERM_TRACE_RATIO"] == "0.5"
