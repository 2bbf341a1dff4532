"""Accounts: how much of a limit each key has used, as counted in the database.

The open transaction takes from them; whatever it took is counted when it commits, and given back
when it is rolled back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

ASK_AGAIN_S = 60.0
"""How long a count of the database is used before it is asked for again."""

K = TypeVar("K")


@dataclass(slots=True)
class _Account:
    """How much of one key's limit is used."""

    used: int
    """As counted in the database."""
    asked_at: float
    """When the database was asked (monotonic s)."""
    taken: int = 0
    """By the open transaction."""


@dataclass(slots=True)
class Accounts(Generic[K]):
    """The accounts of one kind of key, each with the same limit."""

    limit: int
    _accounts: dict[K, _Account] = field(default_factory=dict)
    _open: list[_Account] = field(default_factory=list)
    """Accounts that the open transaction has taken from."""

    def __len__(self) -> int:
        return len(self._accounts)

    def unknown(self, keys: Iterable[K], now: float) -> list[K]:
        """Return the keys to ask the database for: new ones, and outdated ones not used up.

        `now` is monotonic (s).
        """
        return [key for key in keys if self._is_unknown(self._accounts.get(key), now)]

    def _is_unknown(self, account: _Account | None, now: float) -> bool:
        if account is None:
            return True
        return account.used < self.limit and account.asked_at < now - ASK_AGAIN_S

    def learn(self, keys: Iterable[K], used: Iterable[int], now: float) -> None:
        """Set how much of each key is used, as counted in the database at `now`."""
        for key, amount in zip(keys, used, strict=True):
            self._accounts[key] = _Account(amount, now)

    def room(self, key: K) -> int:
        """Return how much of a key is left."""
        account = self._accounts[key]
        return self.limit - account.used - account.taken

    def take(self, key: K, amount: int) -> None:
        """Take an amount for the open transaction."""
        account = self._accounts[key]
        account.taken += amount
        self._open.append(account)

    def roll_back(self) -> None:
        """Give back everything that the open transaction took."""
        for account in self._open:
            account.taken = 0
        self._open = []

    def commit(self) -> None:
        """Count everything that the transaction took as used."""
        for account in self._open:
            account.used += account.taken
            account.taken = 0
        self._open = []

    def clear(self) -> None:
        """Forget everything, so that the database is asked again."""
        self._accounts = {}
