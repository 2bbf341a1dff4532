"""The progress of the replay: the anchor file, from which a later start continues."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from isotherm_devstack.simulate.record import RecordError, write_atomically


@dataclass(slots=True)
class Progress:
    """`anchor` is the end of the series (ms since 1970), `sent` the number of acknowledged rows."""

    anchor: int
    sent: int = 0
    messages: int = 0

    def save(self, path: Path | None) -> None:
        """Write it to the file atomically; do nothing without a path."""
        if path is not None:
            write_atomically(path, json.dumps(asdict(self)) + "\n")


def open_progress(path: Path | None, now_ms: int) -> Progress:
    """Return the progress in that file, or write and return a new one anchored at `now_ms`.

    Raise RecordError for a damaged file.
    """
    if path is not None and path.exists():
        try:
            return Progress(**{key: int(n) for key, n in json.loads(path.read_text()).items()})
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise RecordError(f"anchor file {path} cannot be read: {error!r}") from error
    progress = Progress(now_ms)
    progress.save(path)
    return progress
