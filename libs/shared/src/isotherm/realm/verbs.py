"""`isotherm-realm`: make a realm agree with its description, and add the first people."""

import argparse

from isotherm.process import command
from isotherm.process.settings import load
from isotherm.realm import people
from isotherm.realm.description import describe
from isotherm.realm.errors import RealmError
from isotherm.realm.reconcile import apply
from isotherm.realm.server import administration
from isotherm.realm.settings import (
    AdministratorSettings,
    PersonSettings,
    RealmSettings,
    ServerSettings,
)
from isotherm.waiting.progress import say

DIFFERENT = 3
"""The exit code of a dry run that found something to change."""


def main() -> None:
    """Run the command; exit with code 1 and one line if Keycloak cannot do it."""
    options = _parser().parse_args()
    try:
        raise SystemExit(options.run(options))
    except RealmError as error:
        raise SystemExit(f"isotherm-realm: {error}") from None


def _parser() -> argparse.ArgumentParser:
    parser = command.parser(
        "isotherm-realm",
        "Makes Keycloak's realm agree with what Isotherm needs. It is configured by"
        " ISOTHERM_ variables, each also by a file that ISOTHERM_<NAME>_FILE names.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser(
        "apply",
        help="create the realm, or change what Isotherm owns in it where it differs",
        description="Creates the realm, or changes what Isotherm owns in it where it differs."
        " It never touches people, groups, identity providers or clients of others.",
    )
    verb.add_argument(
        "--dry-run",
        action="store_true",
        help=f"only say what would change; exit code {DIFFERENT} if there is something",
    )
    verb.set_defaults(run=_apply)
    verb = verbs.add_parser(
        "administrator",
        help="add the first administrator, if nobody is one",
        description="Adds the person in ISOTHERM_ADMINISTRATOR_USERNAME, _EMAIL and _PASSWORD with"
        " the role admin, if nobody has that role. Changes nobody who exists.",
    )
    verb.set_defaults(run=_administrator)
    verb = verbs.add_parser(
        "add-person",
        help="add a person for a while, such as for a test",
        description="Adds a person with the password in ISOTHERM_PERSON_PASSWORD."
        " Only such people can be removed by remove-person.",
    )
    verb.add_argument("name")
    verb.add_argument("--admin", action="store_true", help="give them the role admin")
    verb.set_defaults(run=_add_person)
    verb = verbs.add_parser("remove-person", help="remove a person whom add-person added")
    verb.add_argument("name")
    verb.set_defaults(run=_remove_person)
    return parser


def _apply(options: argparse.Namespace) -> int:
    settings = load(RealmSettings)
    description = describe(settings.values())
    if settings.realm_shared:
        description = description.of_shared_realm()
    with administration(settings) as admin:
        count = apply(admin, description, say, dry_run=options.dry_run)
    if not count:
        say("nothing to change")
    return DIFFERENT if count and options.dry_run else 0


def _administrator(_: argparse.Namespace) -> int:
    settings = load(AdministratorSettings)
    with administration(settings) as admin:
        say(people.add_administrator(admin, settings.person()))
    return 0


def _add_person(options: argparse.Namespace) -> int:
    settings = load(PersonSettings)
    password = settings.person_password.get_secret_value()
    with administration(settings) as admin:
        say(people.add_made(admin, options.name, password, is_admin=options.admin))
    return 0


def _remove_person(options: argparse.Namespace) -> int:
    with administration(load(ServerSettings)) as admin:
        say(people.remove_made(admin, options.name))
    return 0
