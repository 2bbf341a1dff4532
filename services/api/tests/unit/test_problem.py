"""Problems: each has a status and a kind of its own, and a document that the schema describes."""

import pytest

from isotherm_api.handlers import render
from isotherm_api.problem import (
    BadRequest,
    Changed,
    Conflict,
    Failed,
    FieldError,
    FieldProblem,
    Forbidden,
    HeadTooLarge,
    Invalid,
    NotFound,
    PreconditionRequired,
    Problem,
    ProblemDetails,
    Timeout,
    TooLarge,
    TooMany,
    Unauthorized,
    Unavailable,
)

PROBLEMS = [
    *(kind("Sentence.") for kind in (BadRequest, Forbidden, NotFound, Timeout, Conflict, Changed)),
    *(kind("Sentence.") for kind in (TooLarge, PreconditionRequired, HeadTooLarge, Failed)),
    Invalid.field("from", "has to be before `to`"),
    Unauthorized("Sentence."),
    TooMany("Sentence.", retry_after_s=30),
    Unavailable("Sentence."),
]


def test_every_problem_is_tried_here() -> None:
    kinds = {kind for kind in Problem.__subclasses__() if kind.__module__ == Problem.__module__}
    assert {type(problem) for problem in PROBLEMS} == kinds


def test_no_two_problems_share_a_status_or_a_kind() -> None:
    assert len({problem.status for problem in PROBLEMS}) == len(PROBLEMS)
    assert len({problem.kind for problem in PROBLEMS}) == len(PROBLEMS)
    assert len({problem.title for problem in PROBLEMS}) == len(PROBLEMS)


def test_only_a_failure_is_the_servers_fault() -> None:
    assert [type(problem) for problem in PROBLEMS if problem.status == 500] == [Failed]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.kind)
def test_the_document_of_every_problem_is_as_described(problem: Problem) -> None:
    document = ProblemDetails.model_validate_json(bytes(render(problem, "id-1").body), strict=True)
    assert (document.type, document.status, document.request_id) == (
        f"urn:isotherm:problem:{problem.kind}",
        problem.status,
        "id-1",
    )
    assert document.detail == problem.detail
    assert document.in_the_way is None


def test_a_wrong_field_is_named_in_the_sentence_and_in_the_document() -> None:
    problem = Invalid.field("from", "has to be before `to`")
    assert problem.detail == "from: has to be before `to`"
    assert problem.errors == (FieldError("from", "has to be before `to`"),)
    document = ProblemDetails.model_validate_json(bytes(render(problem, "id-1").body))
    assert document.errors == [FieldProblem(field="from", message="has to be before `to`")]


def test_installations_in_the_way_may_have_no_beginning_or_end_or_visible_sensor() -> None:
    between = {"device": "probe", "channel": "temperature"}
    listed = [
        {"sensor": None, **between, "from": None, "to": 1000},
        {"sensor": "s/fridge", **between, "from": 2000, "to": None},
    ]
    problem = Conflict("Sentence.", more={"in_the_way": listed})
    document = ProblemDetails.model_validate_json(bytes(render(problem, "id-1").body))
    assert document.in_the_way is not None
    assert [
        installation.model_dump(by_alias=True) for installation in document.in_the_way
    ] == listed


def test_the_challenge_says_whether_a_token_was_sent() -> None:
    challenges = [
        Unauthorized("Sentence.", sent=sent).headers["WWW-Authenticate"] for sent in (False, True)
    ]
    assert challenges == ["Bearer", 'Bearer error="invalid_token"']


def test_what_passes_by_itself_says_when_to_try_again() -> None:
    assert TooMany("Sentence.", retry_after_s=30).headers == {"Retry-After": "30"}
    assert int(Unavailable("Sentence.").headers["Retry-After"]) > 0


def test_headers_added_to_a_problem_are_only_its_own() -> None:
    given = {"Allow": "GET"}
    problem = Conflict("Sentence.", headers=given)
    problem.headers["Retry-After"] = "1"
    assert given == {"Allow": "GET"}
    assert Conflict("Sentence.").headers == {}
