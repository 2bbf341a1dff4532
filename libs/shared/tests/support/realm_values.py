"""Values for the placeholders of the realm's description."""

VALUES = {
    "ISOTHERM_PUBLIC_URL": "https://isotherm.example.org",
    "ISOTHERM_OIDC_CLIENT_SECRET": 'a "quoted" secret with ${ISOTHERM_PUBLIC_URL}',
    "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET": "another",
}
GRAFANA = {
    "ISOTHERM_GRAFANA_URL": "https://isotherm.example.org/grafana",
    "ISOTHERM_GRAFANA_CLIENT_SECRET": "a third",
}
