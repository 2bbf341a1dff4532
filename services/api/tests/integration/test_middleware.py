"""Request ids, and the limit of a request's body."""

from typing import Any


async def test_a_long_body_is_rejected_with_and_without_a_length(api: Any) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    for content in (b" " * 70_000, chunks()):
        answer = await api.ask("ada", "/me", method="PATCH", content=content, headers=headers)
        assert answer.status_code == 413, answer.text
        assert answer.json()["request_id"]


async def test_a_valid_request_id_is_kept_and_another_replaced(api: Any) -> None:
    answer = await api.ask("", "/me", headers={"X-Request-Id": "abcdefgh-1"})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "abcdefgh-1"
    answer = await api.ask("", "/me", headers={"X-Request-Id": 'x"\n y' * 3})
    assert len(answer.headers["x-request-id"]) == 32
