"""The command `isotherm-stack`: run all of Isotherm as local processes."""

import argparse
import asyncio
import os
from pathlib import Path

from rich.console import Console

from isotherm.process import command
from isotherm_devstack.errors import MissingProgramError, StackError
from isotherm_devstack.host import helm, system
from isotherm_devstack.host.paths import DEFAULT_STATE
from isotherm_devstack.lifecycle import detached, down, traces, up
from isotherm_devstack.parts import frontend_build, keycloak_home
from isotherm_devstack.parts.keycloak import java_home
from isotherm_devstack.state.content import Content
from isotherm_devstack.state.folder import State, read


def _parser() -> argparse.ArgumentParser:
    parser = command.parser(
        "isotherm-stack", "Run all of Isotherm on this machine, as local processes."
    )
    default = Path(os.environ.get("ISOTHERM_STATE") or DEFAULT_STATE)
    common = argparse.ArgumentParser(add_help=False)
    # allowed before and after the verb; the second must not restore the default
    for place, value in ((parser, default), (common, argparse.SUPPRESS)):
        place.add_argument(
            "--state",
            type=Path,
            default=value,
            metavar="DIR",
            help="folder for data, secrets and logs (default: $ISOTHERM_STATE or .local)",
        )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    start = verbs.add_parser("up", parents=[common], help="start everything; Ctrl-C stops it")
    start.add_argument(
        "--detach", action="store_true", help="return once the overview shows live values"
    )
    content = start.add_mutually_exclusive_group()
    content.add_argument(
        "--no-simulate", action="store_true", help="do not start simulated devices"
    )
    content.add_argument(
        "--empty",
        action="store_true",
        help="without the demo: one administrator and nothing else, as after an installation",
    )
    start.add_argument(
        "--observe", action="store_true", help="also run Prometheus with the chart's alerts"
    )
    verbs.add_parser("down", parents=[common], help="stop everything; the data stays")
    verbs.add_parser("reset", parents=[common], help="stop everything and delete the data")
    ready = verbs.add_parser("prepare", help="install what checks and tests need")
    ready.add_argument(
        "--tests", action="store_true", help="also install and build what tests start"
    )
    verbs.add_parser("status", parents=[common], help="show what is running")
    shown = verbs.add_parser(
        "traces", parents=[common], help="print traces, if up was run with them on the console"
    )
    shown.add_argument("trace", nargs="?", metavar="ID", help="the trace to print")
    shown.add_argument("--last", type=int, default=5, metavar="N", help="how many (5)")
    return parser


def main() -> None:
    """Run the command line; exit with 1 on an error, 2 for wrong arguments, 130 on Ctrl-C."""
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
    match options.verb:
        case "up" if options.detach:
            detached.start(state, console, _content(options), observe=options.observe)
        case "up":
            asyncio.run(up.run(state, console, _content(options), observe=options.observe))
        case "prepare":
            if options.tests:
                system.require(*system.PROGRAMS)
                system.prefer_headless_browser()
            asyncio.run(_prepare_tests() if options.tests else frontend_build.prepare())
            if options.tests:
                _prepare_helm(console)
        case "status":
            return _status(state, console)
        case "traces":
            return _traces(state, console, options.trace, options.last)
        case verb:
            stopped = asyncio.run(down.stop_all(state))
            console.print(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
            if verb == "reset":
                state.clear()
                console.print("Deleted the data.")
    return 0


def _prepare_helm(console: Console) -> None:
    """Build Helm unless it is there; without Go the tests of the chart are skipped."""
    try:
        asyncio.run(helm.install())
    except MissingProgramError as error:
        console.print(str(error), style="yellow", markup=False, soft_wrap=True)


async def _prepare_tests() -> None:
    """Build what several test runs would otherwise wait for, each within its own limits."""
    await frontend_build.build_ahead()
    await keycloak_home.built(java_home())


def _content(options: argparse.Namespace) -> Content:
    if options.empty:
        return Content.EMPTY
    return Content.QUIET if options.no_simulate else Content.DEMO


def _status(state: State, console: Console) -> int:
    """Print what is running; return 0, or 3 if no stack is running."""
    if down.supervisor_of(state) is None:
        console.print("Isotherm is not running. Start it with `make up`.")
        return 3
    phase = "ready" if state.ready.exists() else "starting"
    console.print(f"Isotherm is {phase}: {read(state.stack).get('frontend', '')}")
    for process in down.recorded(state):
        ended = "" if process.is_alive else " (ended)"
        console.print(f"  {process.name:<12} pid {process.pid}{ended}")
    return 0


def _traces(state: State, console: Console, trace_id: str | None, last: int) -> int:
    """Print one trace, or the last ones; return 0, or 3 if there is none."""
    spans = traces.load_spans(state.logs)
    trace_ids = traces.trace_ids(spans)
    chosen = [trace_id] if trace_id is not None else trace_ids[-last:]
    for chosen_id in chosen:
        console.print(traces.tree(spans, chosen_id), markup=False, soft_wrap=True)
    if not trace_ids:
        console.print("No part wrote a trace: start with `ISOTHERM_OTLP_ENDPOINT=console make up`.")
        return 3
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
