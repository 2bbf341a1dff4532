"""The guard of the promise that nothing one device sends holds up what others sent."""

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


def guarded(what: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Return `act(*args)`, or None if it raised; the failure is logged with its traceback.

    The pure stages raise nothing that is known of. Should one raise all the same, only the messages
    it was given are affected, by the caller's fallback; a batch is never held up by its content.
    """
    try:
        return act(*args, **kwargs)
    except Exception:
        log.exception("%s failed; going on without it", what)
        return None
