"""Generated requests, valid and not, to every operation: no server error, no broken contract."""

from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from attack_sizes import Sizes
from e2e_stack import Stack
from sign_in import bearer

APART = ("/live", "/export", "/session")
"""A stream without an end, a file, and the end of the test's own session."""
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.mark.parametrize("person", ["vera", "ada"])
def test_generated_requests(stack: Stack, vera: str, ada: str, sizes: Sizes, person: str) -> None:
    headers = bearer({"vera": vera, "ada": ada}[person])
    tried = 0
    with requests.Session() as session:
        session.trust_env = False
        document = session.get(f"{stack.api}/api/v1/openapi.json", headers=headers, timeout=60)
        schema = schemathesis.openapi.from_dict(document.json())
        for result in schema.get_all_operations():
            operation = result.ok()
            if not operation.path.endswith(APART):
                _fuzz(operation, sizes, stack.api, session, headers)
                tried += 1
    assert tried > 30


def _fuzz(
    operation: Any, sizes: Sizes, url: str, session: requests.Session, headers: dict[str, str]
) -> None:
    """Send generated requests to one operation and check each answer."""

    @hypothesis.settings(
        max_examples=sizes.fuzz_cases,
        deadline=None,
        database=None,
        derandomize=not sizes.random,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy())
    def send(case: Any) -> None:
        answer = case.call(base_url=url, session=session, headers=headers)
        case.validate_response(answer, checks=CHECKS)

    send()
