"""Cut a release: check that it may be, have its programs fill a database, and keep its folder."""

import asyncio
import gzip
import json
import re
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from isotherm_releases import answers, changelog, checkout, dump, rows, version
from isotherm_releases.fill import EMPTY, filled
from isotherm_releases.people import ms
from isotherm_releases.release import LOCKS, Release

_MAIN = "refs/remotes/origin/main"


class CutError(Exception):
    """A reason why a release cannot be cut; the message tells the cure."""


@dataclass(frozen=True)
class Plan:
    """A release that may be cut."""

    version: str
    commit: str
    date: str


def plan(commit: str = "HEAD", root: Path = version.ROOT) -> Plan:
    """Return what would be cut of a commit; raise CutError or CheckoutError."""
    if changed := checkout.git("status", "--porcelain", root=root):
        raise CutError(f"commit or discard these changes first:\n{changed}")
    full = checkout.git("rev-parse", "--verify", f"{commit}^{{commit}}", root=root)
    try:
        checkout.git("merge-base", "--is-ancestor", full, "HEAD", root=root)
    except checkout.CheckoutError:
        raise CutError(f"{full} is no commit of this branch; rebase, or check it out") from None
    _check_merged(full, root)
    place = version.THE_PLACE
    text = checkout.git("show", f"{full}:{place.files}", root=root)
    match = re.search(place.pattern, text, re.MULTILINE)
    if match is None:
        raise CutError(f"{place.files} of {full} names no version")
    others = [f"{path.relative_to(root)}: {other}" for path, other in version.differing(root)]
    if others and full == checkout.git("rev-parse", "HEAD", root=root):
        raise CutError(f"files name other versions than {match[1]}: {', '.join(others)}")
    if (root / "releases" / match[1] / "release.json").exists():
        raise CutError(
            f"{match[1]} was cut already; run `make release NEXT=…` to begin the next version"
        )
    return Plan(match[1], full, _date_of(match[1], root))


def _check_merged(commit: str, root: Path) -> None:
    """Raise CutError unless main of `origin`, as far as it was fetched, has the commit."""
    if not checkout.git("for-each-ref", _MAIN, root=root):
        return
    try:
        checkout.git("merge-base", "--is-ancestor", commit, _MAIN, root=root)
    except checkout.CheckoutError:
        raise CutError(
            f"{commit} is not on main: merge it, pull main, and cut the commit that is there"
        ) from None


def _date_of(wanted: str, root: Path) -> str:
    path = root / changelog.CHANGELOG.name
    try:
        day = changelog.find(wanted, path.read_text()).date
    except (OSError, changelog.ChangelogError) as error:
        raise CutError(f"{path.name}: {error}") from None
    if day is None:
        unreleased = f"{wanted} ({changelog.UNRELEASED})"
        raise CutError(f"{path.name} says {unreleased}; replace that by the date, and commit")
    return day.isoformat()


def cut(planned: Plan, root: Path = version.ROOT) -> Path:
    """Write the folder of a release and return it; raise CutError, FillError or CheckoutError."""
    folder = root / "releases" / planned.version
    with tempfile.TemporaryDirectory() as temporary:
        home, draft = Path(temporary) / "stack", Path(temporary) / "draft"
        home.mkdir()
        draft.mkdir()
        asyncio.run(_write(planned, home, draft, root))
        shutil.copytree(draft, folder, dirs_exist_ok=True)
    return folder


async def _write(planned: Plan, home: Path, draft: Path, root: Path) -> None:
    checkout.unpack(planned.commit, draft / "locks", *LOCKS, root=root)
    programs = await asyncio.to_thread(checkout.prepared, planned.commit, root)
    async with filled(programs, home) as running:
        database = running.parts.database.superuser
        contents = await rows.contents(database, await rows.tables(database))
        missing = {name for name, content in contents.items() if not content.rows} - EMPTY.keys()
        if missing:
            raise CutError(f"nothing was written into {', '.join(sorted(missing))}")
        paths = answers.questions(ms(running.since), ms(running.until))
        given = await answers.record(running.parts.api_url, running.parts.identity, paths)
        (draft / "answers.json").write_text(
            json.dumps(given, ensure_ascii=False, separators=(",", ":")) + "\n"
        )
        release = Release(planned.version, planned.commit, planned.date, await _schema(database))
        release.write(draft)
        path = draft / release.dump.name
        await dump.write(database, path)
    _check(path, home)


async def _schema(database: str) -> str:
    connection = await asyncpg.connect(database)
    try:
        return str(await connection.fetchval("SELECT version_num FROM alembic_version"))
    finally:
        await connection.close()


def _check(path: Path, home: Path) -> None:
    """Raise CutError if a dump is too large or tells of the machine that wrote it."""
    if path.stat().st_size > dump.MOST_BYTES:
        raise CutError(f"the dump has {path.stat().st_size} bytes, more than {dump.MOST_BYTES}")
    text = gzip.decompress(path.read_bytes()).decode()
    for word in (str(home), str(Path.home()), socket.gethostname()):
        if len(word) > 5 and word in text:
            raise CutError(f"the dump names this machine: {word}")


def next_steps(planned: Plan) -> str:
    """Return what is left to do, for the terminal."""
    name = f"v{planned.version}"
    return (
        f"Kept releases/{planned.version}. Now:\n"
        f"  make release NEXT=<the next version>   # main is ahead of {planned.version} from here\n"
        f"  # begin the changelog's next heading: ## <the next version> (not yet released)\n"
        f"  git switch --create release-{planned.version}\n"
        f"  git add --all && git commit -m 'Release {planned.version}'\n"
        f"  git push --set-upstream origin release-{planned.version}   # and merge it\n"
        f"  # once it is merged, and CI is green for {planned.commit[:12]}:\n"
        f"  git tag -a {name} -m 'Isotherm {planned.version}' {planned.commit}\n"
        f"  git push origin {name}                 # the workflow publishes images and chart\n"
    )
