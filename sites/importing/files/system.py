"""Why the operating system refuses a file, in words that can be translated."""

import errno
from collections.abc import Mapping
from typing import Final


def gettext_noop(message: str) -> str:
    """Return `message`: the name marks it for the catalogue of translations."""
    return message


_NO_RIGHT: Final = gettext_noop("you have no right to it")
_FULL: Final = gettext_noop("the disk is full")
_REASONS: Final[Mapping[int, str]] = {
    errno.ENOENT: gettext_noop("there is no such file or directory"),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EISDIR: gettext_noop("it is a directory"),
    errno.ENOTDIR: gettext_noop("a part of its path is no directory"),
    errno.EROFS: gettext_noop("its disk can only be read"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.ENAMETOOLONG: gettext_noop("its name is too long"),
}


def reason_of(error: OSError) -> str:
    """Return why the system refuses: a text for translation where it is a usual reason."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
