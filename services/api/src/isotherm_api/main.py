"""`isotherm-api`: the program that serves the API."""

from functools import partial

import uvloop

from isotherm.process import run
from isotherm_api.app import create_app
from isotherm_api.server import CreateApp, serve
from isotherm_api.settings import ApiSettings


def main(create_app: CreateApp = create_app) -> None:
    """Run the service until it is told to stop; `create_app` builds the app from its services."""
    run.main(
        "api",
        ApiSettings,
        partial(serve, create_app=create_app),
        description="Serve readings, sensors, devices and live events over HTTP.",
        loop_factory=uvloop.new_event_loop,
    )
