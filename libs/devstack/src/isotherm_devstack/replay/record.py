"""How far the replay has come: the anchor file that lets a later start send only the rest."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from isotherm_devstack.simulate.record import RecordError, write_atomically


@dataclass(slots=True)
class Progress:
    """`anchor` is where the series ends (ms since 1970), `sent` how many rows are acknowledged."""

    anchor: int
    sent: int = 0
    messages: int = 0

    def save(self, path: Path | None) -> None:
        """Write it wholly or not at all; nowhere when there is no path."""
        if path is not None:
            write_atomically(path, json.dumps(asdict(self)) + "\n")


def open_progress(path: Path | None, now_ms: int) -> Progress:
    """The progress in that file, or a new one anchored now, written at once.

    Raises RecordError for a damaged file.
    """
    if path is not None and path.exists():
        try:
            return Progress(**{key: int(n) for key, n in json.loads(path.read_text()).items()})
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise RecordError(f"anchor file {path} cannot be read: {error!r}") from error
    progress = Progress(now_ms)
    progress.save(path)
    return progress
