"""Run a program, and start it anew when its sources were replaced, without ending the container.

`restart.py PROGRAM [ARGUMENT …]` runs the program until it is told to stop. If the program ends by
itself, for example at a syntax error, it waits for the next change instead of ending the container:
a new container would have the sources of the image again.

`restart.py --again` restarts the program that runs in this container, if one does.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

PID_FILE = Path(os.environ.get("ISOTHERM_RESTART_PID", "/tmp/restart.pid"))  # noqa: S108  the pod's own


def run(argv: list[str]) -> int:
    """Run the program, and again for each SIGHUP; return its exit code after SIGTERM or SIGINT."""
    wanted = {signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    signal.signal(signal.SIGCHLD, _ignored)  # with the default action it would not be delivered
    PID_FILE.write_text(str(os.getpid()))
    child = _start(argv)
    while True:
        number = signal.sigwait(wanted)
        if number in (signal.SIGTERM, signal.SIGINT):
            return _stop(child)
        if number == signal.SIGHUP:
            _stop(child)
            _say("sources changed, starting again")
            child = _start(argv)
        elif (code := child.poll()) is not None:
            _say(f"ended with code {code}; starting again at the next change")


def again() -> None:
    """Send SIGHUP to the process that runs the program here; do nothing if there is none."""
    try:
        os.kill(int(PID_FILE.read_text()), signal.SIGHUP)
    except (FileNotFoundError, ProcessLookupError):
        _say("nothing to restart here")


def _start(argv: list[str]) -> subprocess.Popen[bytes]:
    # the child gets no blocked signals
    return subprocess.Popen(argv, preexec_fn=_unblock)  # noqa: S603  the container's own program


def _unblock() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _stop(child: subprocess.Popen[bytes]) -> int:
    if child.poll() is None:
        child.terminate()
    code = child.wait()
    return code if code >= 0 else 128 - code


def _ignored(number: int, frame: FrameType | None) -> None:
    """Do nothing; `sigwait` takes the signal."""


def _say(text: str) -> None:
    sys.stderr.write(f"restart: {text}\n")


def main() -> None:
    """Run the command; exit with the program's code, 2 for wrong arguments."""
    match sys.argv[1:]:
        case ["--again"]:
            again()
        case [program, *arguments] if not program.startswith("-"):
            sys.exit(run([program, *arguments]))
        case _:
            sys.stderr.write("usage: restart.py PROGRAM [ARGUMENT …] | --again\n")
            sys.exit(2)


if __name__ == "__main__":
    main()
