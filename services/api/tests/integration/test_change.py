"""A change under If-Match: compared, written and audited in one transaction."""

import json
from typing import Any

import pytest
from client_parts import access

from isotherm_api import change
from isotherm_api.problem import Changed, PreconditionRequired


class Label:
    """A label in memory that is changed under If-Match."""

    def __init__(self) -> None:
        self.text = "old"
        self.target: change.Target[str] = change.Target(
            read=self.read,
            etag=lambda text: f'"{text}"',
            raced=lambda text: f"Somebody set {text}.",
            name=lambda _: "label",
            site_id=lambda _: None,
        )

    async def read(self) -> str:
        return self.text

    async def write(self, _: str) -> None:
        self.text = "new"


def audited(before: str, after: str) -> change.Audited:
    """Return both texts for the audit log; nothing if they are equal."""
    return (None, None) if before == after else ({"text": before}, {"text": after})


async def apply(api: Any, label: Label, if_match: str | None) -> str:
    """Change the label in a transaction of its own."""
    async with api.services.database.writing() as connection:
        return await change.apply(
            connection,
            access(),
            label.target,
            "label.set",
            if_match,
            write=label.write,
            audited=audited,
        )


async def test_a_change_is_audited_with_both_states(api: Any, world: Any) -> None:
    assert await apply(api, Label(), '"old"') == "new"
    [row] = await world.connection.fetch("SELECT * FROM audit")
    assert (row["actor"], row["action"], row["target"]) == ("ada", "label.set", "label")
    assert (json.loads(row["before"]), json.loads(row["after"])) == (
        {"text": "old"},
        {"text": "new"},
    )


@pytest.mark.parametrize(("if_match", "problem"), [('"x"', Changed), (None, PreconditionRequired)])
async def test_without_the_current_tag_nothing_is_written(
    api: Any, world: Any, if_match: str | None, problem: type[Exception]
) -> None:
    label = Label()
    with pytest.raises(problem):
        await apply(api, label, if_match)
    assert label.text == "old"
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_a_change_that_changes_nothing_is_not_audited(api: Any, world: Any) -> None:
    label = Label()
    label.text = "new"
    assert await apply(api, label, "*") == "new"
    assert await world.connection.fetchval("SELECT count(*) FROM audit") == 0


async def test_a_removal_is_audited_without_a_state_after(api: Any, world: Any) -> None:
    label = Label()
    async with api.services.database.writing() as connection:
        await change.remove(
            connection,
            access(),
            label.target,
            "label.remove",
            '"old"',
            delete=label.write,
            audited=lambda text: {"text": text},
        )
    [row] = await world.connection.fetch("SELECT * FROM audit")
    assert (json.loads(row["before"]), row["after"]) == ({"text": "old"}, None)
