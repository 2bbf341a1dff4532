"""The OpenAPI document that is committed is the one the code makes."""

from api_document import COMMITTED, DOCUMENT

from isotherm_api.openapi import document


def test_the_committed_document_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == document(), "run `make generate`"


def test_it_is_openapi_3_1_and_every_error_a_problem() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            content = operation["responses"]["4XX"]["content"]
            assert list(content) == ["application/problem+json"], (method, path)
            assert "422" not in operation["responses"], (method, path)


def test_schemas_have_unique_names() -> None:
    """Two of one name would be told apart by the modules they are in, also by who reads them."""
    names = DOCUMENT["components"]["schemas"]
    assert [name for name in names if "__" in name] == []
