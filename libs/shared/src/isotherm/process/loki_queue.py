"""The bounded queue between those who log and the thread that sends to Loki."""

import threading
from collections import deque

from isotherm.process.loki_entry import Entry


class LineQueue:
    """Holds entries, up to a number and a size; nobody waits to put one in."""

    def __init__(self, most_lines: int, most_bytes: int) -> None:
        self._most_lines, self._most_bytes = most_lines, most_bytes
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._is_closed = False
        self._enough = (1, 1)
        # reentrant: a destructor may log while its thread is in here
        self._changed = threading.Condition(threading.RLock())

    def put(self, entry: Entry) -> bool:
        """Take an entry; return whether there was room."""
        with self._changed:
            size = self._bytes + len(entry.line)
            if self._is_closed or len(self._entries) >= self._most_lines or size > self._most_bytes:
                return False
            self._entries.append(entry)
            self._bytes = size
            if len(self._entries) == 1 or self._has_enough():
                self._changed.notify()
            return True

    def take(self, most_lines: int, most_bytes: int, gather_s: float) -> list[Entry]:
        """Wait for an entry and `gather_s` seconds for more; return them, oldest first.

        The first is returned whatever its size. Nothing is returned once the queue is closed and
        empty; a closed queue does not wait.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._entries or self._is_closed)
            self._enough = (most_lines, most_bytes)
            self._changed.wait_for(lambda: self._is_closed or self._has_enough(), gather_s)
            taken: list[Entry] = []
            size = 0
            while self._entries and len(taken) < most_lines:
                size += len(self._entries[0].line)
                if taken and size > most_bytes:
                    break
                taken.append(self._entries.popleft())
                self._bytes -= len(taken[-1].line)
            return taken

    def _has_enough(self) -> bool:
        lines, size = self._enough
        return len(self._entries) >= lines or self._bytes >= size

    def close(self) -> None:
        """Take nothing more, and wait no longer for more to send."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
