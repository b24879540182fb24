"""What can go wrong for a person: errors that carry facts and own their sentence.

A sentence is one line: what is wrong, where, what to do. The subclasses for one subject stand beside that subject and
derive from the four kinds below, which decide the exit status of a command.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NamedTuple

from evidencelog.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path


class EvidencelogError(Exception):
    """Base of all errors meant for the user: ``str`` of one is its sentence in the language in use.

    ``exit_status`` is the command's exit status.
    """

    exit_status = 4


class BadInput(EvidencelogError):
    """Wrong usage or bad input; nothing was written."""

    exit_status = 2


class IntegrityFailure(EvidencelogError):
    """Something that should verify does not."""

    exit_status = 3


class CannotDo(EvidencelogError):
    """The machine, the rights, a lock or a guard said no; nothing was written."""

    exit_status = 4


class Problem(NamedTuple):
    """One of several things wrong in one input."""

    where: str
    """File, line, row or field, as a person would look for it."""
    what: str
    """The sentence: what is wrong and what is allowed."""

    def line(self) -> str:
        """The problem as one line."""
        return f"{self.where}: {self.what}" if self.where else self.what


class InvalidField(BadInput):
    """One field of a record cannot be what was given."""

    def __init__(self, field: str, value: object, reason: str) -> None:
        super().__init__(field, value, reason)
        self.field = field
        self.value = value
        self.reason = reason

    def __str__(self) -> str:
        return _(
            "{field}: {value} cannot be used: {reason}", field=self.field, value=repr(self.value), reason=self.reason
        )


class InvalidInput(BadInput):
    """Several problems in one input, collected and reported together."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(problem.line() for problem in self.problems)


NO_ROOM = frozenset(code for code in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)))
"""What the system says where no more may be written: the disk, the person's share of it or the largest file is full."""

_REASONS = {
    errno.EACCES: N_("it is not allowed"),
    errno.EPERM: N_("it is not allowed"),
    errno.EROFS: N_("nothing can be written on this disk"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("there is no such file or folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk cannot be read or written"),
    **dict.fromkeys(NO_ROOM, N_("the disk is full")),
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in the language in use; in the system's own words where it is none of the usual ones."""
    return _(_REASONS[error.errno]) if error.errno in _REASONS else error.strerror or str(error)


class FileRefused(CannotDo):
    """A file could not be read or written."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error

    def __str__(self) -> str:
        if self.error.filename is None:
            return _("A file could not be read or written: {reason}", reason=reason_of(self.error))
        return _("{path}: {reason}", path=repr(str(self.error.filename)), reason=reason_of(self.error))


class PathTaken(BadInput):
    """Something lies where a file or folder would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return _("{path} exists already and is not overwritten; give another name", path=repr(str(self.path)))


class Cancelled(EvidencelogError):
    """The person stopped a slow piece of work; nothing of it was kept."""

    exit_status = 130

    def __str__(self) -> str:
        return _("Cancelled; nothing was changed.")
