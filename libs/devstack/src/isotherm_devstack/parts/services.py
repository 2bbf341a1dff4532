"""Isotherm's own parts as processes: program, settings and readiness check of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import SecretStr

from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.realm.description import API_CLIENT, LOOKUP_CLIENT, WEB_CLIENT
from isotherm.realm.settings import RealmSettings
from isotherm.schema.roles import dsn_for
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.web import loopback_client
from isotherm_devstack.parts.realm import REALM
from isotherm_devstack.state.addresses import Addresses
from isotherm_devstack.state.credentials import Credentials
from isotherm_devstack.state.folder import State
from isotherm_devstack.state.tls import TlsFiles

DATABASE = "isotherm"


@dataclass(frozen=True, slots=True)
class Service:
    """A part that is ready when `ready_url` answers 200, or at once without a `ready_url`."""

    name: str
    argv: tuple[str, ...]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    ready_url: str | None = None
    may_finish: bool = False

    def command(self) -> Command:
        """Return how to run it."""
        return Command(self.name, self.argv, self.log, env=self.env, cwd=self.cwd)

    async def is_ready(self) -> bool:
        """Return whether `ready_url` answers 200."""
        if self.ready_url is None:
            return True
        try:
            async with loopback_client(timeout=10) as client:
                return (await client.get(self.ready_url)).status_code == 200
        except httpx.HTTPError:
            return False


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one stack."""

    state: State
    addresses: Addresses
    credentials: Credentials
    tls: TlsFiles | None = None
    """The certificate of the devices' TLS listener, if there is one."""
    observed: bool = False
    """Whether the stack runs Prometheus."""
    traces: Mapping[str, str] = field(default_factory=dict)
    """The variables that tell each part where its traces go; empty: nowhere."""

    def database_dsn(self, part: str) -> str:
        """Return the DSN of the stack's database for a part's login."""
        server = f"postgresql://{LOOPBACK}:{self.addresses.postgres}"
        return dsn_for(server, part, self.credentials.database[part], DATABASE)

    @property
    def issuer(self) -> str:
        """The URL of the Keycloak realm."""
        return f"http://localhost:{self.addresses.keycloak}/realms/{REALM}"

    def realm_settings(self) -> RealmSettings:
        """Return the settings of `isotherm-realm`, whatever the environment contains."""
        single = self.credentials.single
        return RealmSettings(
            keycloak_url=f"http://localhost:{self.addresses.keycloak}",
            keycloak_ca=None,
            keycloak_admin_realm="master",
            keycloak_admin_username="admin",
            keycloak_admin_password=SecretStr(single["keycloak_admin"]),
            keycloak_admin_client_id=None,
            keycloak_admin_client_secret=None,
            realm=REALM,
            realm_shared=False,
            realm_wait_s=60,
            ssl_required="external",
            login_theme="isotherm",
            public_url=self.addresses.frontend_url,
            oidc_client_secret=SecretStr(single["web_client_secret"]),
            oidc_lookup_client_secret=SecretStr(single["lookup_client_secret"]),
            grafana_url=None,
            grafana_client_secret=None,
        )

    def ingest(self) -> Service:
        """Return ingest: ready once it has subscribed."""
        return self._python("ingest", self.addresses.ingest_management, self._mqtt(INGEST_ACCOUNT))

    def worker(self) -> Service:
        """Return the worker."""
        settings = self._mqtt(WORKER_ACCOUNT) | self._administration()
        settings["MQTT_ADMIN_PASSWORD"] = self.credentials.services[ADMIN_ACCOUNT]
        if self.tls is not None:
            settings["CERTIFICATE_BROKER"] = f"{LOOPBACK}:{self.addresses.mqtt_tls}"
            if self.tls.authority is not None:
                settings["CERTIFICATE_BROKER_CA_FILE"] = str(self.tls.authority)
        return self._python("worker", self.addresses.worker_management, settings)

    def rendering(self) -> dict[str, str]:
        """Return the settings of `isotherm-worker render-accounts`."""
        passwords = self.credentials.services
        return {
            "ISOTHERM_DATABASE_URL": self.database_dsn("worker"),
            "ISOTHERM_INSTANCE": "mosquitto-0",
            "ISOTHERM_MQTT_INGEST_PASSWORD": passwords[INGEST_ACCOUNT],
            "ISOTHERM_MQTT_WORKER_PASSWORD": passwords[WORKER_ACCOUNT],
            "ISOTHERM_MQTT_ADMIN_PASSWORD": passwords[ADMIN_ACCOUNT],
        }

    def api(self) -> Service:
        """Return the API."""
        settings = {
            "API_HOST": LOOPBACK,
            "API_PORT": str(self.addresses.api),
            "OIDC_ISSUER": self.issuer,
            "OIDC_INTERNAL_URL": self.issuer,
            "OIDC_AUDIENCE": API_CLIENT,
            "MQTT_PUBLIC_HOST": LOOPBACK,
            "MQTT_PUBLIC_PORT": str(self.addresses.mqtt),
            "OIDC_LOOKUP_CLIENT_ID": LOOKUP_CLIENT,
            "OIDC_LOOKUP_CLIENT_SECRET": self.credentials.single["lookup_client_secret"],
            **self._administration(),
            **self._public_tls(),
            **({"PROMETHEUS_URL": self.addresses.prometheus_url} if self.observed else {}),
        }
        return self._python("api", self.addresses.api_management, settings)

    def _public_tls(self) -> dict[str, str]:
        if self.tls is None:
            return {}
        settings = {"MQTT_PUBLIC_TLS_PORT": str(self.addresses.mqtt_tls)}
        if self.tls.authority is not None:
            settings["MQTT_PUBLIC_CA_FILE"] = str(self.tls.authority)
        return settings

    def _administration(self) -> dict[str, str]:
        return {
            "BROKER_ADMIN": "mosquitto",
            "SEALING_KEY": self.credentials.single["sealing_key"],
        }

    def _mqtt(self, account: str) -> dict[str, str]:
        return {
            "MQTT_HOST": LOOPBACK,
            "MQTT_PORT": str(self.addresses.mqtt_services),
            "MQTT_USERNAME": account,
            "MQTT_PASSWORD": self.credentials.services[account],
        }

    def _python(self, name: str, management_port: int, settings: Mapping[str, str]) -> Service:
        common = {
            "DATABASE_URL": self.database_dsn(name),
            "INSTANCE": f"{name}-0",
            "MANAGEMENT_PORT": str(management_port),
        }
        return Service(
            name=name,
            argv=(script(f"isotherm-{name}"),),
            log=self.state.log(name),
            env={f"ISOTHERM_{key}": text for key, text in (common | dict(settings)).items()}
            | dict(self.traces),
            cwd=self.state.home,
            ready_url=f"http://{LOOPBACK}:{management_port}/readyz",
        )

    def frontend(self, built: Path) -> Service:
        """Return the frontend's server, run from its standalone build in this folder."""
        api = f"http://{LOOPBACK}:{self.addresses.api}"
        env = {
            "NODE_ENV": "production",
            "PORT": str(self.addresses.frontend),
            "HOSTNAME": LOOPBACK,
            "ISOTHERM_INSTANCE": "frontend-0",
            "ISOTHERM_MANAGEMENT_PORT": str(self.addresses.frontend_management),
            "ISOTHERM_API_URL": api,
            "ISOTHERM_PUBLIC_URL": self.addresses.frontend_url,
            "ISOTHERM_OIDC_ISSUER": self.issuer,
            "ISOTHERM_OIDC_INTERNAL_URL": self.issuer,
            "ISOTHERM_OIDC_CLIENT_ID": WEB_CLIENT,
            "ISOTHERM_OIDC_CLIENT_SECRET": self.credentials.single["web_client_secret"],
            "ISOTHERM_SESSION_SECRET": self.credentials.single["session_secret"],
            **self.traces,
        }
        return Service(
            name="frontend",
            argv=(script("node"), "server.js"),
            log=self.state.log("frontend"),
            env=env,
            cwd=built,
            ready_url=f"{self.addresses.frontend_url}/healthz",
        )

    def simulate(self) -> Service:
        """Return the simulator of the demo fleet: history first, then live readings."""
        history = ("--backfill-days", "30", "--interval", "60", "--live-interval", "5")
        return self._sender("simulate", "devices", ("--fleet", "demo", *history))

    def replay(self) -> Service:
        """Return the replay of the office sensor's year; it ends when everything is sent."""
        return self._sender("replay", "replayed", ())

    def _sender(self, name: str, devices: str, options: tuple[str, ...]) -> Service:
        broker = ("--host", LOOPBACK, "--port", str(self.addresses.mqtt))
        files = (
            *("--credentials", str(self.state.home / f"{devices}.json")),
            *("--anchor-file", str(self.state.home / f"{name}.json")),
            *("--count-file", str(self.state.home / f"{name}-count.json")),
        )
        return Service(
            name=name,
            argv=(script(f"isotherm-{name}"), *options, *broker, *files),
            log=self.state.log(name),
            cwd=self.state.home,
            may_finish=name == "replay",
        )
