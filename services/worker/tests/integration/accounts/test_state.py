"""What a comparison found is recorded for the pages, which show a bounded part of it."""

import json

from account_rows import AccountRows

from isotherm_worker.accounts.state import MOST_SHOWN, read_state, update_checked


async def test_differences_are_bounded(rows: AccountRows) -> None:
    differences = [{"name": f"d{n}", "kind": "missing"} for n in range(MOST_SHOWN + 200)]
    began = (await read_state(rows.sql)).now
    await update_checked(rows.sql, differences, began, held=False)
    row = await rows.state()
    assert row["difference_count"] == MOST_SHOWN + 200
    assert json.loads(row["differences"]) == differences[:MOST_SHOWN]
