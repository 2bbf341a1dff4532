"""People and groups as Keycloak knows them."""
