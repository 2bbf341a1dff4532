"""The OpenAPI document as it is committed; test_openapi.py compares it with what the code makes."""

import json
from pathlib import Path
from typing import Any

COMMITTED = Path(__file__).parents[2] / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
"""Read, not made: tests have it as parameters, so every worker needs it to collect them."""
