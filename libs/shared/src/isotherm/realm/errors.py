"""What can go wrong with Keycloak, each in one line for the operator.

RealmError
├── Unreachable   it does not answer; waiting may help
└── Refused       it answers, and the answer is no
"""


class RealmError(Exception):
    """The realm cannot be read or changed; its text says why and what to do."""


class Unreachable(RealmError):
    """Keycloak does not answer, or is not ready."""


class Refused(RealmError):
    """Keycloak refuses a login or a request."""
