"""The Keycloak realm: its one description, and the command that makes a Keycloak agree with it."""
