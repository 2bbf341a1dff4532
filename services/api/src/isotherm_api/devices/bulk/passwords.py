"""The file of names and passwords that answers a bulk registration. Pure."""

import csv
import io
from collections.abc import Iterable

from isotherm_api.cells import cell
from isotherm_api.csv_form import Dialect


def passwords_file(devices: Iterable[tuple[str, str]], dialect: Dialect) -> str:
    """Return a CSV file of devices' names and passwords, in the order given."""
    written = io.StringIO()
    written.write(dialect.mark)
    writer = csv.writer(written, delimiter=dialect.separator)
    writer.writerow(("name", "password"))
    writer.writerows((cell(name), cell(password)) for name, password in devices)
    return written.getvalue()
