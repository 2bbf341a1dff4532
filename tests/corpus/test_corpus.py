"""Each case of the corpus: what a device sends becomes what docs/mqtt.md promises.

The cases are in the files beside this one; README.md says how to add one.
"""

from collections.abc import AsyncIterator
from typing import cast

import asyncpg
import pytest
import pytest_asyncio
from ingest_world import World, balanced

from corpus_cases import Case, load_cases
from corpus_outcome import differing
from corpus_play import Player
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.database import Databases

pytestmark = pytest.mark.xdist_group("corpus")
CASES = load_cases()
_NUMBERS = {case.id: number for number, case in enumerate(CASES)}
_ALONE, _TOGETHER = "one-by-one", "in-a-batch"


def _device(case: Case, how: str) -> str:
    return f"case-{_NUMBERS[case.id]}-{how}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Player]:
    """A player that has played the cases that are to be tested, or all if none is."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    here = [item for item in items if item.path == request.path]
    params = [item.callspec.params for item in here if hasattr(item, "callspec")]
    wanted = {(param["how"], cast(Case, param["case"]).id) for param in params}
    cases = {
        how: {_device(case, how): case for case in CASES if not wanted or (how, case.id) in wanted}
        for how in (_ALONE, _TOGETHER)
    }
    home = tmp_path_factory.mktemp("corpus") / "mosquitto"
    async with brokers.started(home) as broker, databases.migrated() as database:
        sql = await asyncpg.connect(database.superuser)
        try:
            player = Player(World(broker, database, sql), cases[_ALONE], cases[_TOGETHER])
            await player.play()
            yield player
        finally:
            sql.terminate()


@pytest.mark.parametrize("how", [_ALONE, _TOGETHER])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, how: str, played: Player) -> None:
    differences = "\n".join(differing(case.expected, played.outcomes[_device(case, how)]))
    if differences:
        pytest.fail(f"{case.id}\n{_sent(case)}\n{differences}", pytrace=False)


def test_the_ledger_balances(played: Player) -> None:
    assert balanced(played.ledger)
    assert played.ledger["received"] == sum(len(case.sent) for case in played.cases.values())


def _sent(case: Case) -> str:
    """Return what a case sends, for a person."""
    return "\n".join(
        f"sent {message.at:%H:%M:%S}: {message.payload[:500]!r}" for message in case.sent
    )
