"""The errors of running a stack; each message says what failed and what to do.

StackError
├── NotReadyError          a part ended, or was not ready in time
├── RealmRefusedError      Keycloak's realm could not be made as described
├── ToolError              a program that the stack runs failed
├── ChecksumError          a download has the wrong checksum
├── MissingProgramError    a program of the system is missing
├── NotAStateError         a folder is not the state of a stack
└── NoLiveValuesError      everything runs, but the overview shows no live value
"""


class StackError(Exception):
    """The base class; its text is the whole message for the user."""


class NotReadyError(StackError):
    """A part ended, or was not ready in time; the text has the last lines of its log."""


class RealmRefusedError(StackError):
    """Keycloak's realm could not be made as described; the text says what Keycloak answered."""


class ToolError(StackError):
    """A program that the stack runs failed; the text has the last lines of its output."""


class ChecksumError(StackError):
    """A download has the wrong checksum; it has been deleted."""


class MissingProgramError(StackError):
    """A program is missing and could not be installed; the text has the command to run."""


class NotAStateError(StackError):
    """The folder is not empty and not the state of a stack."""


class NoLiveValuesError(StackError):
    """The overview showed no live value in time; the text has the last problem."""
