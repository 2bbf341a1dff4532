"""How the system itself is: its parts, broker, database, backups, alerts; for administrators."""
