"""The FastAPI app: all rooms, problem documents and middleware."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from isotherm import __version__
from isotherm_api.broker.router import router as broker
from isotherm_api.context import Services
from isotherm_api.corrections.router import router as corrections
from isotherm_api.devices.activity.router import router as activity
from isotherm_api.devices.bulk.router import router as bulk
from isotherm_api.devices.bulk.table import MOST_BYTES
from isotherm_api.devices.diagnosis.router import router as diagnosis
from isotherm_api.devices.router import router as devices
from isotherm_api.excursions.router import router as excursions
from isotherm_api.export.router import router as export
from isotherm_api.grants.router import router as grants
from isotherm_api.handlers import install
from isotherm_api.installations.router import router as installations
from isotherm_api.interval.router import router as interval
from isotherm_api.ledger.router import router as ledger
from isotherm_api.limits.router import router as limits
from isotherm_api.live.router import router as live
from isotherm_api.live.schemas import LatestEvent
from isotherm_api.me.router import router as me
from isotherm_api.middleware import BodyLimit, RequestScope
from isotherm_api.overview.router import router as overview
from isotherm_api.parameters import known_parameters, require_known
from isotherm_api.problem import MEDIA_TYPE, ProblemDetails
from isotherm_api.proposals.router import router as proposals
from isotherm_api.rejects.router import router as rejects
from isotherm_api.replays.router import router as replays
from isotherm_api.sensors.router import router as sensors
from isotherm_api.series.router import router as series
from isotherm_api.session.router import router as session
from isotherm_api.sites.router import router as sites
from isotherm_api.sparks.router import router as sparks
from isotherm_api.statistics.router import router as statistics
from isotherm_api.status.router import router as status
from isotherm_api.version.router import router as version
from isotherm_api.watch.router import router as watch

PREFIX = "/api/v1"
ROOMS = (
    *(
        series,
        statistics,
        excursions,
        overview,
        sparks,
        sensors,
        live,
        me,
        sites,
        installations,
        devices,
        activity,
        bulk,
        diagnosis,
        proposals,
    ),
    *(
        limits,
        corrections,
        interval,
        export,
        rejects,
        replays,
        ledger,
        watch,
        status,
        broker,
        grants,
        session,
        version,
    ),
)
"""The most requested rooms come first: paths are matched in this order."""

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "The request is at fault",
        "content": {
            MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}},
        },
    },
    "5XX": {
        "description": "The server is at fault",
        "content": {
            MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}},
        },
    },
}


class Api(FastAPI):
    """FastAPI whose OpenAPI document also has the schemas of problems and live events."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, in which every error is problem+json."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemas = document["components"]["schemas"]
            for model in (ProblemDetails, LatestEvent):
                schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas |= schema.pop("$defs", {})
                schemas[model.__name__] = schema
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            for operations in document["paths"].values():
                for operation in operations.values():
                    operation["responses"].pop("422", None)
            document["components"]["schemas"] = dict(sorted(schemas.items()))
        return self.openapi_schema or {}


def create_app(services: Services) -> FastAPI:
    """Build an app on the given services; it neither starts nor stops them."""
    app = Api(
        title="Isotherm",
        version=__version__,
        description="Temperatures of the sites that you may see. Times are milliseconds since 1970"
        " UTC, values are degrees Celsius.",
        openapi_url=None,  # `_document` serves it
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.services = services
    api = APIRouter(prefix=PREFIX, responses=_PROBLEMS, dependencies=[Depends(known_parameters)])
    for room in ROOMS:
        api.include_router(room)
    app.include_router(api)
    app.add_api_route(f"{PREFIX}/openapi.json", _document, include_in_schema=False)
    install(app)
    larger = {f"{PREFIX}/devices/import": MOST_BYTES}
    app.add_middleware(BodyLimit, limit=services.bounds.body_bytes, larger=larger)
    app.add_middleware(RequestScope, metrics=services.metrics, methods=_methods())
    return app


async def _document(request: Request) -> JSONResponse:
    """Respond with the OpenAPI document, also to those who are not signed in."""
    require_known(request.query_params, {})
    return JSONResponse(request.app.openapi())


def _methods() -> frozenset[str]:
    """Return every method that some route has."""
    routes = (route for room in ROOMS for route in room.routes if isinstance(route, APIRoute))
    return frozenset(method for route in routes for method in route.methods or ())
