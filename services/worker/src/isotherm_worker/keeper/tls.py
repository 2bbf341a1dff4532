"""Keeps the broker's certificate as the mounted one is, and has the broker load it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from isotherm.process.outage import Outage
from isotherm_worker import metrics
from isotherm_worker.keeper import process
from isotherm_worker.keeper.certificate import CertificateError, Pair, read_pair, write_pair
from isotherm_worker.keeper.handshake import Handshake

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the certificate is mounted, and where the broker reads it."""

    source: Path
    target: Path


class CertificateKeeper:
    """Copies a certificate that fits its key; a broken one is reported and not copied."""

    def __init__(self, folders: Folders, handshake: Handshake) -> None:
        self._folders, self._handshake = folders, handshake
        self._suspect: str | None = None
        self._outage = Outage(
            log,
            "the mounted certificate is unusable, the broker keeps the one it has",
            "the mounted certificate is usable",
            level=logging.ERROR,
        )

    def look(self) -> None:
        """Copy a changed certificate, and have a running broker load it."""
        self._copy()
        self._have_loaded()

    def prepare(self) -> bool:
        """Copy the certificate before a start; return whether there is one to start with."""
        self._copy(settled=True)
        copied = self._copied()
        if copied is not None:
            self._handshake.loaded = copied.digest
        return copied is not None

    def _copy(self, *, settled: bool = False) -> None:
        """Copy what is mounted unless it is there already.

        Files that do not fit may be half replaced: they are reported when seen twice, or at once
        if `settled`.
        """
        try:
            pair = read_pair(self._folders.source)
            suspect = pair.digest
        except CertificateError as error:
            self._refuse(error, str(error), settled=settled)
            return
        try:
            expires = pair.expires_at()
        except CertificateError as error:
            self._refuse(error, suspect, settled=settled)
            return
        self._suspect = None
        if self._copied() != pair:
            write_pair(self._folders.target, pair)
            log.info("copied the certificate", extra={"expires": expires.isoformat()})
        self._note(expires)

    def _note(self, expires: datetime) -> None:
        self._outage.ended()
        metrics.CERTIFICATE_USABLE.set(1)
        metrics.CERTIFICATE_EXPIRES.set(expires.timestamp())

    def _refuse(self, error: CertificateError, suspect: str, *, settled: bool) -> None:
        if settled or self._suspect == suspect:
            self._outage.began(error)
            metrics.CERTIFICATE_USABLE.set(0)
        self._suspect = suspect

    def _copied(self) -> Pair | None:
        """Return the pair that the broker reads, or None if there is none that it could use."""
        try:
            pair = read_pair(self._folders.target)
            pair.expires_at()
        except CertificateError:
            return None
        return pair

    def _have_loaded(self) -> None:
        """Send the signal if the broker runs with another certificate than the copied one."""
        copied, broker = self._copied(), self._handshake.granted()
        if copied is None or broker is None or copied.digest == self._handshake.loaded:
            return
        if self._handshake.waiting() is None and process.reload(broker):
            self._handshake.loaded = copied.digest
            metrics.CERTIFICATES_RENEWED.inc()
            log.info("the broker loads the renewed certificate")
