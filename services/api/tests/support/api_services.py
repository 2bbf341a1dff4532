"""The services of the app under test, and the one app that all tests share."""

import asyncpg
from fastapi import FastAPI
from phone_book import PhoneBook
from prometheus_client import CollectorRegistry
from still_clock import StillClock
from token_realm import ISSUER, Realm

from isotherm.process.background import Background
from isotherm.sealing import make_key
from isotherm_api.access import Grants
from isotherm_api.administration import Administration
from isotherm_api.app import create_app
from isotherm_api.bounds import Pace, RequestBounds
from isotherm_api.context import Services
from isotherm_api.database import Database
from isotherm_api.ended import EndedSessions
from isotherm_api.hub.hub import Hub
from isotherm_api.metrics import Metrics
from isotherm_api.tokens import Keys, Verifier
from isotherm_api.turns import Turns


class SharedApp:
    """An app whose routes are built once, and whose services each test replaces.

    Its middleware keeps `bounds` and `metrics`, so these are the same in every test.
    """

    def __init__(self) -> None:
        self.bounds = RequestBounds()
        self.metrics = Metrics.make(CollectorRegistry())
        self.administration = Administration("mosquitto", make_key(), "mqtt.example")
        self._app: FastAPI | None = None

    def serving(self, services: Services) -> FastAPI:
        """Return the app with these services, until the next call."""
        self._app = self._app or create_app(services)
        self._app.state.services = services
        return self._app


def services_on(
    connections: asyncpg.Pool, realm: Realm, background: Background, app: SharedApp
) -> Services:
    """Return services on a database, with a clock that stands still."""
    database, clock = Database(connections), StillClock()
    grants, ended = Grants(database), EndedSessions()
    return Services(
        database=database,
        verifier=Verifier(Keys(realm.client, ISSUER), ISSUER, "isotherm-api"),
        grants=grants,
        hub=Hub(database, grants, clock, app.bounds, app.metrics, background, ended),
        directory=PhoneBook(),
        clock=clock,
        bounds=app.bounds,
        metrics=app.metrics,
        turns=Turns(app.bounds.requests),
        pace=Pace(heartbeat_s=0.2, between_s=0.01, slow_s=5),
        ended=ended,
        administration=app.administration,
    )
