"""Keys of the marks that services keep in the table `state`, and how one of them moves."""

RAW_HORIZON = "raw_horizon"
"""Key of the instant (ms since 1970) before which raw readings have been dropped."""

CLOSED_TO = "closed_to"
"""Key of the instant (ms since 1970) before which ingest notes as dirty whatever it stores."""

_CLOSING = "hashtext('isotherm.closed_to')"
STORING = f"pg_advisory_xact_lock_shared({_CLOSING})"
"""SQL of a lock that ingest holds from before it reads `closed_to` until its COMMIT.

The mark is to be read in a later statement than the one that takes the lock.
"""
CLOSING = f"pg_advisory_xact_lock({_CLOSING})"
"""SQL of the lock under which worker moves `closed_to`.

Once it has it, whatever was stored without a note has been committed; it is to be released soon,
for no batch is stored meanwhile.
"""
