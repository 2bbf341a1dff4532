"""The command `isotherm-migrate`, which names the extra it needs if that is not installed."""


def main() -> None:
    """Run `isotherm.schema.verbs`; exit code 1 and one line without `isotherm[schema]`."""
    try:
        from isotherm.schema import verbs
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("alembic", "sqlalchemy"):
            raise
        raise SystemExit(
            f"isotherm-migrate: {error.name} is not installed. Install isotherm[schema]."
        ) from None
    verbs.main()
