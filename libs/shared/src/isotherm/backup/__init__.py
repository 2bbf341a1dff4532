"""Backups of the databases and the Secrets, and their restore: the program `isotherm-backup`."""
