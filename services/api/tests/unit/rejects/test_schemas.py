"""What a document of rejects may hold."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from isotherm_api.rejects.documents import reason_count, reject
from isotherm_api.rejects.schemas import SHOWN_BYTES, Reject, Rejects

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NULLS = ("device_name", "channel_name", "element", "replayed_at", "refused_again", "why_not")
ROW: Any = {
    **dict.fromkeys(NULLS),
    "id": 7,
    "received_at": NOW,
    "topic": "t",
    "topic_bytes": 1,
    "reason": "of_the_future",
    "rules": 1,
    "detail": "",
    "payload": b"x" * SHOWN_BYTES,
    "payload_bytes": 300_000,
    "whole": False,
}


def test_a_reject_of_an_unknown_device_and_reason_is_a_document() -> None:
    document = Reject.model_validate(reject(ROW))
    assert (document.device, document.channel, document.cure) == (None, None, "")
    assert document.title == document.reason == "of_the_future"
    assert document.payload_text == "x" * SHOWN_BYTES
    assert len(document.payload_hex) == 2 * 512


def test_a_page_without_rejects_still_has_counts() -> None:
    count: Any = {"reason": "not_json", "count": 8, "kept": 0}
    page = Rejects.model_validate(
        {"from": 0, "to": 1, "items": [], "counts": [reason_count(count)], "next": None}
    )
    assert (page.counts[0].title, page.counts[0].kept) == ("Neither a number nor JSON", 0)


@pytest.mark.parametrize("field", ["instance", "payload", "site_id"])
def test_a_column_that_is_not_for_people_is_refused(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Reject.model_validate(reject(ROW) | {field: "x"})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]
