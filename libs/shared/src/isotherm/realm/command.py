"""The command `isotherm-realm`, which names the extra it needs if that is not installed."""


def main() -> None:
    """Run `isotherm.realm.verbs`; exit code 1 and one line without `isotherm[realm]`."""
    try:
        from isotherm.realm import verbs
    except ModuleNotFoundError as error:
        if error.name != "keycloak":
            raise
        raise SystemExit(
            "isotherm-realm: keycloak is not installed. Install isotherm[realm]."
        ) from None
    verbs.main()
