"""Fields of a piece of work belong to its tasks, and to no others."""

import asyncio

import pytest

from isotherm.process.log_fields import current_fields, log_fields


def test_fields_nest_and_end() -> None:
    with log_fields(request_id="a", device="fridge"):
        with log_fields(device="freezer"):
            assert current_fields() == {"request_id": "a", "device": "freezer"}
        assert current_fields() == {"request_id": "a", "device": "fridge"}
    assert current_fields() == {}


def test_an_exception_ends_them() -> None:
    with pytest.raises(ValueError, match="why"), log_fields(request_id="a"):
        raise ValueError("why")
    assert current_fields() == {}


async def test_concurrent_work_does_not_mix() -> None:
    both = asyncio.Barrier(2)

    async def work(name: str) -> tuple[object, object]:
        with log_fields(request_id=name):
            await both.wait()
            async with asyncio.TaskGroup() as group:
                child = group.create_task(asyncio.to_thread(current_fields))
            return current_fields()["request_id"], child.result()["request_id"]

    assert await asyncio.gather(work("a"), work("b")) == [("a", "a"), ("b", "b")]
