"""The guard: no message of one device holds up the messages of others."""

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


def guarded(what: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Return `act(*args)`, or None if it raised; the failure is logged with its traceback.

    No known input makes the pure stages raise. If one raises all the same, only the messages it was
    given are affected, through the caller's fallback: no content ever holds up a batch.
    """
    try:
        return act(*args, **kwargs)
    except Exception:
        log.exception("%s failed; going on without it", what)
        return None
