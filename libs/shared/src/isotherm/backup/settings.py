"""The settings of `isotherm-backup`."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from pydantic import Field, SecretStr

from isotherm.process.settings import PartSettings


@dataclass(frozen=True, slots=True)
class Login:
    """A DSN without a password, and the password."""

    url: str
    password: str = ""

    @property
    def database(self) -> str:
        """The name of the database."""
        return unquote(urlsplit(self.url).path.lstrip("/"))

    def at(self, database: str) -> "Login":
        """Return the same login at another database of the server."""
        path = f"/{quote(database, safe='')}"
        return Login(urlsplit(self.url)._replace(path=path).geturl(), self.password)

    @property
    def dsn(self) -> str:
        """The DSN with the password, for a driver that takes nothing else."""
        parts = urlsplit(self.url)
        user, _, address = parts.netloc.rpartition("@")
        login = f"{user}:{quote(self.password, safe='')}" if self.password else user
        return parts._replace(netloc=f"{login}@{address}").geturl()

    def passfile_line(self) -> str:
        """Return its line of a password file, as libpq reads it."""
        parts = urlsplit(self.url)
        user = unquote(parts.username or "*")
        fields = (parts.hostname or "*", parts.port or "*", "*", user)
        return ":".join(_escaped(str(field)) for field in (*fields, self.password))


def _escaped(field: str) -> str:
    return field if field == "*" else field.replace("\\", "\\\\").replace(":", "\\:")


class BackupSettings(PartSettings):
    """DSNs carry no password; passwords are usually given as files of a mounted Secret."""

    database_password: SecretStr = SecretStr("")
    """The password of the schema's owner, who is named in ISOTHERM_DATABASE_URL."""
    keycloak_database_url: str | None = Field(default=None, pattern=r"^postgres(ql)?://")
    """The DSN of Keycloak's own login. Without it Keycloak's database is left out."""
    keycloak_database_password: SecretStr = SecretStr("")
    admin_database_url: str | None = Field(default=None, pattern=r"^postgres(ql)?://")
    """The DSN of a superuser, for a restore. Without it databases must be there, and empty."""
    admin_database_password: SecretStr = SecretStr("")
    backup_folder: Path = Path("/backup")
    backup_tools: str = ""
    """Where pg_dump and pg_restore are: a folder of programs, `pod:` and the folder shared with
    the container that runs them, or nothing for the search path."""
    backup_secrets: Path | None = None
    """A folder of mounted Secrets, one folder each, which are saved beside the databases."""
    backup_passphrase: SecretStr | None = None
    """Encrypts everything but the manifest."""
    backup_keep: int = Field(default=14, ge=1)
    """How many backups are kept at least."""
    backup_keep_days: int = Field(default=0, ge=0)
    """Backups beyond `backup_keep` are deleted once they are older than this; 0: at once."""
    restore_from: str = "latest"
    """Which backup is restored: its name, or `latest`."""
    restore_replace: bool = False
    """Whether a database that holds data may be replaced. It is kept under another name."""

    restore_unencrypted: bool = False
    """Whether an unencrypted backup is restored although there is a passphrase."""

    @property
    def owner(self) -> Login:
        """The login of the schema's owner."""
        url = self.database_url.get_secret_value()
        return Login(url, self.database_password.get_secret_value())

    @property
    def keycloak(self) -> Login | None:
        """Keycloak's login, or None if its database is somebody else's."""
        if self.keycloak_database_url is None:
            return None
        password = self.keycloak_database_password.get_secret_value()
        return Login(self.keycloak_database_url, password)

    @property
    def admin(self) -> Login | None:
        """The superuser's login, or None if there is none."""
        if self.admin_database_url is None:
            return None
        return Login(self.admin_database_url, self.admin_database_password.get_secret_value())

    @property
    def logins(self) -> list[Login]:
        """Every login that is set."""
        return [login for login in (self.owner, self.keycloak, self.admin) if login is not None]

    @property
    def passphrase(self) -> str | None:
        """The passphrase, or None without encryption."""
        return self.backup_passphrase.get_secret_value() if self.backup_passphrase else None
