"""Who makes the accounts of devices at the broker, and where devices connect."""

from dataclasses import dataclass, field
from typing import Literal

AdministrationWord = Literal["mosquitto", "none"]


@dataclass(frozen=True, slots=True)
class Administration:
    """The broker as people are told of it, and the key for new passwords."""

    kind: AdministrationWord = "none"
    """`mosquitto`: worker makes accounts by dynamic security. `none`: somebody else makes them."""
    sealing_key: str = field(default="", repr=False)
    """Set unless `kind` is `none`; see `isotherm.sealing`."""
    host: str = "localhost"
    port: int = 1883
    tls_port: int | None = None
    ca: str | None = None
    """The certificates (PEM) that devices have to trust; None if those of their system do."""

    @property
    def makes_accounts(self) -> bool:
        """Return whether Isotherm makes passwords and accounts."""
        return self.kind != "none"
