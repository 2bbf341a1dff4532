"""Isotherm's own parts: each gets its own account and ports, and is ready when it says so."""

from dataclasses import replace
from pathlib import Path

import pytest
from answering import answering

from isotherm.names import INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.services import Service, Services
from isotherm_devstack.replay import cli as replay
from isotherm_devstack.simulate import cli as simulate
from isotherm_devstack.state import credentials
from isotherm_devstack.state.addresses import USUAL_PORTS, Addresses
from isotherm_devstack.state.folder import State
from isotherm_devstack.state.tls import TlsFiles


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """The services of a stack at the usual ports."""
    state = State(tmp_path / "state")
    state.create()
    return Services(state, Addresses(**USUAL_PORTS), credentials.load_or_generate(state.secrets))


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False), (302, False)])
async def test_a_service_is_ready_when_it_answers_200(status: int, ready: bool) -> None:
    async with answering(status) as url:
        service = Service("api", (), Path("log"), ready_url=f"{url}/readyz")
        assert await service.is_ready() is ready


async def test_a_service_that_does_not_answer_is_not_ready_and_no_error() -> None:
    service = Service("api", (), Path("log"), ready_url=f"http://127.0.0.1:{free_port()}/readyz")
    assert not await service.is_ready()
    assert await replace(service, ready_url=None).is_ready()


def test_every_part_logs_in_as_itself(services: Services) -> None:
    secrets = services.credentials
    for part in (services.ingest(), services.worker(), services.api()):
        password = secrets.database[part.name]
        login = f"//isotherm_{part.name}_login:{password}@127.0.0.1:5432/isotherm"
        assert part.env["ISOTHERM_DATABASE_URL"].endswith(login)
        assert part.env["ISOTHERM_INSTANCE"] == f"{part.name}-0"
    for part, account in (
        (services.ingest(), INGEST_ACCOUNT),
        (services.worker(), WORKER_ACCOUNT),
    ):
        assert part.env["ISOTHERM_MQTT_USERNAME"] == account
        assert part.env["ISOTHERM_MQTT_PASSWORD"] == secrets.services[account]
        assert part.env["ISOTHERM_MQTT_PORT"] == str(USUAL_PORTS["mqtt_services"])


def test_no_two_parts_share_a_log_or_a_port(services: Services) -> None:
    parts = (services.ingest(), services.worker(), services.api(), services.frontend(Path("built")))
    assert len({part.log for part in parts}) == len(parts)
    assert len({part.env["ISOTHERM_MANAGEMENT_PORT"] for part in parts}) == len(parts)
    assert len({part.ready_url for part in parts}) == len(parts)


def test_a_secret_goes_only_to_the_parts_that_need_it(services: Services) -> None:
    secrets = services.credentials
    parts = (services.ingest(), services.worker(), services.api(), services.frontend(Path("built")))
    for secret, readers in (
        (secrets.single["sealing_key"], {"worker", "api"}),
        (secrets.single["session_secret"], {"frontend"}),
        (secrets.single["web_client_secret"], {"frontend"}),
        (secrets.single["lookup_client_secret"], {"api"}),
        (secrets.single["keycloak_admin"], set()),
        (secrets.database["owner"], set()),
    ):
        told = {part.name for part in parts if any(secret in text for text in part.env.values())}
        assert told == readers


def test_the_tls_listener_is_told_to_who_checks_and_who_shows_it(
    services: Services, tmp_path: Path
) -> None:
    names = ("ISOTHERM_CERTIFICATE_BROKER", "ISOTHERM_CERTIFICATE_BROKER_CA_FILE")
    public = ("ISOTHERM_MQTT_PUBLIC_TLS_PORT", "ISOTHERM_MQTT_PUBLIC_CA_FILE")

    def told(tls: TlsFiles | None) -> list[str | None]:
        own = replace(services, tls=tls)
        worker, api = own.worker().env, own.api().env
        return [*map(worker.get, names), *map(api.get, public)]

    certificate, key, authority = (tmp_path / name for name in ("crt", "key", "ca"))
    assert told(None) == [None] * 4
    assert told(TlsFiles(certificate, key, None)) == ["127.0.0.1:8883", None, "8883", None]
    ca = str(authority)
    assert told(TlsFiles(certificate, key, authority)) == ["127.0.0.1:8883", ca, "8883", ca]


def test_the_senders_commands_are_ones_they_accept(services: Services) -> None:
    home = services.state.home
    sends, replays = services.simulate(), services.replay()
    given = simulate.parser().parse_args(sends.argv[1:])
    assert (given.fleet, given.port, given.backfill_days) == ("demo", USUAL_PORTS["mqtt"], 30)
    assert given.credentials == services.state.devices
    again = replay.parser().parse_args(replays.argv[1:])
    assert again.credentials == services.state.replayed
    assert given.anchor_file.parent == again.anchor_file.parent == home
    assert given.anchor_file != again.anchor_file
    assert (sends.may_finish, replays.may_finish) == (False, True)


def test_the_realms_settings_are_the_stacks_whatever_the_environment_contains(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = services.realm_settings()
    for name in type(before).model_fields:
        monkeypatch.setenv(f"ISOTHERM_{name.upper()}", "elsewhere")
    assert services.realm_settings() == before
    assert before.public_url == "http://localhost:3000"
