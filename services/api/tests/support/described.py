"""Whether a document is as its schema describes it."""

import json
from typing import Any

from isotherm_api.schemas import Model


def assert_described(model: type[Model], document: Any) -> None:
    """Fail if a member is missing, unknown or of another type than the schema's."""
    parsed = model.model_validate_json(json.dumps(document), strict=True)
    assert parsed.model_dump(mode="json", by_alias=True) == document
