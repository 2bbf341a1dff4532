"""`isotherm-stack`: the whole of Isotherm as local processes, with one command."""

import argparse
import asyncio
import os
from pathlib import Path

from rich.console import Console

from isotherm_devstack.errors import StackError
from isotherm_devstack.host import system
from isotherm_devstack.host.paths import DEFAULT_STATE
from isotherm_devstack.lifecycle import detached, down, up
from isotherm_devstack.parts import frontend_build
from isotherm_devstack.state.folder import State, read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="isotherm-stack",
        description="Run the whole of Isotherm on this machine, as plain local processes.",
    )
    default = Path(os.environ.get("ISOTHERM_STATE") or DEFAULT_STATE)
    common = argparse.ArgumentParser(add_help=False)
    # before the verb or after it; the later one must not bring the default back
    for each, otherwise in ((parser, default), (common, argparse.SUPPRESS)):
        each.add_argument(
            "--state",
            type=Path,
            default=otherwise,
            metavar="DIR",
            help="where data, secrets and logs are (default: $ISOTHERM_STATE, else .local)",
        )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    start = verbs.add_parser("up", parents=[common], help="start; Ctrl-C stops")
    start.add_argument(
        "--detach", action="store_true", help="return once the overview shows live values"
    )
    start.add_argument(
        "--no-simulate", action="store_true", help="start nothing that sends by itself"
    )
    verbs.add_parser("down", parents=[common], help="stop what was started; data stays")
    verbs.add_parser("reset", parents=[common], help="stop, and clear the data")
    ready = verbs.add_parser("prepare", help="install what checks and tests need, run nothing")
    ready.add_argument(
        "--tests", action="store_true", help="also every program that the tests start"
    )
    verbs.add_parser("status", parents=[common], help="tell what runs, and where")
    return parser


def main() -> None:
    """Run the command line; exit code 1 when something did not work, 2 for wrong words."""
    options = _parser().parse_args()
    console = Console(highlight=False)
    try:
        code = _run(options, console)
    except* StackError as group:
        for error in _leaves(group):
            console.print(str(error), style="red", markup=False, soft_wrap=True)
        code = 1
    except* KeyboardInterrupt:
        code = 130
    raise SystemExit(code)


def _run(options: argparse.Namespace, console: Console) -> int:
    state = State(options.state)
    simulate = not getattr(options, "no_simulate", False)
    match options.verb:
        case "up" if options.detach:
            detached.start(state, console, simulate=simulate)
        case "up":
            asyncio.run(up.run(state, console, simulate=simulate))
        case "prepare":
            system.require(*(system.PROGRAMS if options.tests else ()))
            asyncio.run(frontend_build.prepare())
        case "status":
            return _status(state, console)
        case verb:
            stopped = asyncio.run(down.stop_all(state))
            console.print(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
            if verb == "reset":
                state.clear()
                console.print("Cleared the data.")
    return 0


def _status(state: State, console: Console) -> int:
    """Print what runs; return 0 when a stack does and 3 when none does."""
    if down.supervisor_of(state) is None:
        console.print("Isotherm is not running. `make up` starts it.")
        return 3
    words = "ready" if state.ready.exists() else "starting"
    console.print(f"Isotherm is {words}: {read(state.stack).get('frontend', '')}")
    for each in down.recorded(state):
        console.print(f"  {each.name:<12} pid {each.pid}{'' if each.is_alive else ' (ended)'}")
    return 0


def _leaves(group: BaseExceptionGroup[StackError]) -> list[StackError]:
    leaves: list[StackError] = []
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            leaves += _leaves(error)
        else:
            leaves.append(error)
    return leaves


if __name__ == "__main__":
    main()
