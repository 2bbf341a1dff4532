"""Why nothing arrives from a device: its connection, refused logins, readings and rejects."""
