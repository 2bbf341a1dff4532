"""The OpenAPI document as the code makes it, built once for all tests."""

import json
from typing import Any

from isotherm_api.openapi import document

TEXT = document()
DOCUMENT: dict[str, Any] = json.loads(TEXT)
