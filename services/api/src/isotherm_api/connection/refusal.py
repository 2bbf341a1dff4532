"""The bytes of a refusal: a problem document as a whole HTTP response."""

import uuid
from http import HTTPStatus

from isotherm_api.handlers import render
from isotherm_api.problem import Problem


def encode_refusal(problem: Problem) -> bytes:
    """Return the response that ends a connection with a problem."""
    request_id = uuid.uuid4().hex
    response = render(problem, request_id)
    headers = {
        **response.headers,
        "x-request-id": request_id,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "connection": "close",
    }
    lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + bytes(response.body)
