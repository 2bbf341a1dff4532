"""What worker tells of the upkeep: the database's size, backups, clocks, silence, certificates."""
