"""SCRAM verifiers of passwords, so that no password reaches the server's log or its views.

`ALTER ROLE … PASSWORD` accepts the verifier in place of the password (PostgreSQL, "CREATE ROLE");
its form is that of pg_authid.rolpassword, its hashes those of RFC 5802.
"""

import base64
import hashlib
import hmac
import secrets
import stringprep
import unicodedata

STANDARD_ITERATIONS = 4096
_PROHIBITED = (
    stringprep.in_table_a1,
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def verifier_of(
    password: str, *, salt: bytes | None = None, iterations: int = STANDARD_ITERATIONS
) -> str:
    """Return the SCRAM-SHA-256 verifier of a password, with a new salt unless one is given."""
    salt = secrets.token_bytes(16) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password).encode(), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${iterations}:{encoded[0]}${encoded[1]}:{encoded[2]}"


def prepared(password: str) -> str:
    """Return a password as SASLprep (RFC 4013) has it; clients hash it in this form.

    A password that SASLprep refuses is returned as it is, which is what PostgreSQL and libpq do.
    """
    if password.isascii():
        return password
    mapped = "".join(
        " " if stringprep.in_table_c12(character) else character
        for character in password
        if not stringprep.in_table_b1(character)
    )
    normal = unicodedata.normalize("NFKC", mapped)
    return password if not normal or _is_refused(normal) else normal


def _is_refused(text: str) -> bool:
    if any(refuses(character) for character in text for refuses in _PROHIBITED):
        return True
    right_to_left = [stringprep.in_table_d1(character) for character in text]
    if not any(right_to_left):
        return False
    mixed = any(stringprep.in_table_d2(character) for character in text)
    return mixed or not (right_to_left[0] and right_to_left[-1])
