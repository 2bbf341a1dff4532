"""Entity tags and If-Match."""

import pytest

from isotherm_api.etag import etag, require_match
from isotherm_api.problem import Changed, PreconditionRequired


def test_equal_content_has_the_same_tag_and_other_content_another() -> None:
    assert etag("a", 1, None) == etag("a", 1, None)
    assert len({etag("a", 1), etag("a", 2), etag("a1"), etag(["a", 1])}) == 4
    assert etag("a").startswith('"')
    assert etag("a").endswith('"')


@pytest.mark.parametrize("if_match", ['"a"', "*", '"b", "a"', ' "a" '])
def test_a_matching_tag_passes(if_match: str) -> None:
    require_match(if_match, '"a"', "Somebody was faster.")


def test_another_tag_is_412_with_the_sentence_and_none_is_428() -> None:
    with pytest.raises(Changed) as changed:
        require_match('"b"', '"a"', "Somebody was faster.")
    assert changed.value.detail == "Somebody was faster."
    with pytest.raises(PreconditionRequired):
        require_match(None, '"a"', "Somebody was faster.")
