"""The commands behind `make release`: cut a release, begin the next version, prepare the tests."""

import argparse
import sys

from isotherm_devstack.errors import StackError
from isotherm_releases import checkout, cut, fill, version
from isotherm_releases.release import releases


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    arguments = argparse.ArgumentParser(prog="python -m isotherm_releases", description=__doc__)
    commands = arguments.add_subparsers(dest="command", required=True)
    cutting = commands.add_parser(
        "cut", help="keep a release in releases/<version>", description=cut.__doc__
    )
    cutting.add_argument("--commit", default="HEAD", help="of which commit, default %(default)s")
    next_version = commands.add_parser(
        "version", help="write the version into every file that names it"
    )
    next_version.add_argument("version", help="for example 1.2.0")
    commands.add_parser("prepare", help="install the newest release's programs, for the tests")
    return arguments


def main() -> int:
    """Return the exit code: 1 if the command fails, 2 for usage."""
    given = parser().parse_args()
    try:
        match given.command:
            case "version":
                for path in version.write(given.version):
                    sys.stdout.write(f"{path.relative_to(version.ROOT)}\n")
            case "prepare":
                _prepare(releases()[-1].commit)
            case _:
                planned = cut.plan(given.commit)
                sys.stdout.write(f"Cutting {planned.version} of {planned.commit[:12]}…\n")
                cut.cut(planned)
                sys.stdout.write(cut.next_steps(planned))
    except (
        version.VersionError, checkout.CheckoutError, cut.CutError, fill.FillError, StackError,
    ) as error:  # fmt: skip
        sys.stderr.write(f"make release: {error}\n")
        return 1
    return 0


def _prepare(commit: str) -> None:
    """Install a release's programs; without them only the tests of releases fail."""
    try:
        checkout.prepared(commit)
    except checkout.CheckoutError as error:
        sys.stderr.write(f"The tests of releases will fail: {error}\n")


if __name__ == "__main__":
    sys.exit(main())
