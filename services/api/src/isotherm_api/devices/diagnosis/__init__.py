"""Why nothing arrives of a device: its connection, refused logins, readings and rejects."""
