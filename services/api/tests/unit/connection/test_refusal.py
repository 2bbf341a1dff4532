"""A refusal is a whole HTTP response, whose body is a problem document."""

import json
from email.message import Message
from email.parser import BytesHeaderParser

import pytest

from isotherm_api.connection.refusal import encode_refusal
from isotherm_api.problem import BadRequest, HeadTooLarge, Problem, Timeout, Unavailable


def parsed(response: bytes) -> tuple[bytes, Message, bytes]:
    """Return the status line, the headers and the body of a response."""
    head, _, body = response.partition(b"\r\n\r\n")
    line, _, headers = head.partition(b"\r\n")
    return line, BytesHeaderParser().parsebytes(headers), body


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (BadRequest("Sentence."), b"HTTP/1.1 400 Bad Request"),
        (Timeout("Sentence."), b"HTTP/1.1 408 Request Timeout"),
        (HeadTooLarge("Sentence."), b"HTTP/1.1 431 Request Header Fields Too Large"),
        (Unavailable("Sentence."), b"HTTP/1.1 503 Service Unavailable"),
    ],
    ids=lambda value: value.kind if isinstance(value, Problem) else "",
)
def test_a_refusal_ends_the_connection_with_a_problem(problem: Problem, line: bytes) -> None:
    status, headers, body = parsed(encode_refusal(problem))
    assert status == line
    assert headers["connection"] == "close"
    assert headers["cache-control"] == "no-store"
    assert headers["content-type"] == "application/problem+json"
    assert int(headers["content-length"]) == len(body)
    document = json.loads(body)
    assert (document["status"], document["detail"]) == (problem.status, "Sentence.")
    assert document["request_id"] == headers["x-request-id"]


def test_headers_of_the_problem_are_sent() -> None:
    _, headers, _ = parsed(encode_refusal(Unavailable("Sentence.", retry_after_s=7)))
    assert headers["retry-after"] == "7"


def test_a_sentence_in_another_script_is_counted_in_bytes() -> None:
    _, headers, body = parsed(encode_refusal(BadRequest("Zu groß: 太大.")))
    assert int(headers["content-length"]) == len(body)
    assert json.loads(body)["detail"] == "Zu groß: 太大."


def test_every_refusal_has_an_id_of_its_own() -> None:
    problem = BadRequest("Sentence.")
    ids = {parsed(encode_refusal(problem))[1]["x-request-id"] for _ in range(10)}
    assert len(ids) == 10
