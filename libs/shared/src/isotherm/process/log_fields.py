"""Fields that every log line of one piece of work carries, such as the id of a request."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_FIELDS: ContextVar[Mapping[str, object]] = ContextVar(
    "isotherm_log_fields", default=MappingProxyType({})
)


@contextmanager
def log_fields(**values: object) -> Iterator[None]:
    """Add these fields to each line that is logged in the block, also by tasks that it starts."""
    token = _FIELDS.set({**_FIELDS.get(), **values})
    try:
        yield
    finally:
        _FIELDS.reset(token)


def current_fields() -> Mapping[str, object]:
    """Return the fields of the work that this task does."""
    return _FIELDS.get()
