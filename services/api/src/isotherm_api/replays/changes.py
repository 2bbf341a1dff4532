"""Asking for replays, by operators of the devices' home sites."""

from isotherm.database import Connection
from isotherm.replays import Filter
from isotherm_api import audit
from isotherm_api.access import Access, Role
from isotherm_api.problem import Forbidden, TooMany
from isotherm_api.replays import documents, queries
from isotherm_api.replays.schemas import RequestedReplay

_MOST_OPEN = 5
_AGAIN_S = 30


def replayable_sites(access: Access) -> list[int] | None:
    """Return the ids of the sites whose rejects the caller may replay, sorted; None means all."""
    site_ids = access.sites(Role.OPERATOR)
    return None if site_ids is None else sorted(site_ids)


def require_replay(access: Access) -> None:
    """Raise Forbidden if the caller is operator nowhere."""
    if replayable_sites(access) == []:
        raise Forbidden("A replay needs operator at the device's site.")


async def ask_for_replay(connection: Connection, access: Access, wanted: Filter) -> RequestedReplay:
    """Insert a job that ingest will run, for the rejects that match and the caller may replay.

    Jobs run one after another, so a person may have only a few that are not done.
    """
    require_replay(access)
    await queries.lock_asking(connection, access.caller.username)
    if await queries.count_open(connection, access.caller.username) >= _MOST_OPEN:
        raise TooMany(
            f"You can have at most {_MOST_OPEN} replays waiting or running.", retry_after_s=_AGAIN_S
        )
    site_ids = replayable_sites(access)
    counts = await queries.count_rejects(connection, wanted, site_ids)
    row = await queries.insert_job(connection, wanted, site_ids, access.caller.username)
    job = documents.replay_job(row)
    site_id = site_ids[0] if site_ids is not None and len(site_ids) == 1 else None
    after = {"filter": wanted.document(), "matched": job.matched}
    await audit.insert(
        connection, access, "reject.replay", f"replay {job.id}", site_id, after=after
    )
    asked = None if wanted.ids is None else len(set(wanted.ids))
    return RequestedReplay(**dict(job), skipped=documents.skipped(counts, asked))
