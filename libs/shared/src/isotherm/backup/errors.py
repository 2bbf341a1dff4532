"""What ends a backup or a restore with one line and exit code 1."""


class BackupError(Exception):
    """A backup or a restore cannot continue; the message says why and what to do."""
