"""The revision of the schema that this code needs, and how revisions compare."""

REQUIRED = "0035"
"""The newest migration, as the images of most parts hold none. The database may be newer: after a
rollback, older code runs with it."""


def number(revision: str | None) -> int:
    """Return a revision as a number, 0 for None; raise ValueError if it is none of Isotherm's."""
    if revision is None:
        return 0
    if not (revision.isascii() and revision.isdigit()):
        raise ValueError(f"not a revision of Isotherm's schema: {revision!r}")
    return int(revision)


def is_enough(revision: str | None) -> bool:
    """Return whether a database at this revision has everything that this code needs."""
    return number(revision) >= number(REQUIRED)
