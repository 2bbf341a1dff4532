"""The errors a person running the stack is told about, each in words that say what to do.

StackError
├── NotReadyError          a part ended, or stayed silent, before it was ready
├── ToolError              a program the stack calls failed; carries its last lines
├── ChecksumError          what was downloaded is not what was expected
├── MissingProgramError    a program of the system is missing; names the command to type
├── NotAStateError         a folder holds something that is not a stack's state
└── NoLiveValuesError      everything runs, and yet the overview shows nothing live
"""


class StackError(Exception):
    """The base of all of them; its text is the whole message."""


class NotReadyError(StackError):
    """A part ended, or stayed silent, before it was ready; carries the last lines of its log."""


class ToolError(StackError):
    """A program the stack calls failed; carries the last lines of what it said."""


class ChecksumError(StackError):
    """What was downloaded is not what was expected; it has been removed."""


class MissingProgramError(StackError):
    """A program of the system is missing and could not be installed; names the command to type."""


class NotAStateError(StackError):
    """The folder holds something that is not a stack's state."""


class NoLiveValuesError(StackError):
    """A logged-in overview request gave no live value in time; says how far it came."""
