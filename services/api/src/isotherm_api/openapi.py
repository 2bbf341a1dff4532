"""`python -m isotherm_api.openapi`: print the OpenAPI document, source of the frontend's types."""

import json
import sys
from typing import cast

from isotherm_api.app import create_app
from isotherm_api.bounds import RequestBounds
from isotherm_api.context import Services
from isotherm_api.metrics import Metrics


class _NoServices:
    """Stands in for the services, which the document does not need."""

    bounds = RequestBounds()
    metrics = cast(Metrics, None)


def document() -> str:
    """Return the document as `services/api/openapi.json` holds it."""
    app = create_app(cast(Services, _NoServices()))
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
