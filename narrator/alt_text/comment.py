"""The comment that freedesktop.org's desktops keep beside a file's content: `user.xdg.comment`.

Dolphin and Baloo show and find it, whatever kind of file it is. It is lost wherever no extended attributes
are kept: in mails, in most archives, on the cards of cameras.
"""

import errno
import os
import sys
from pathlib import Path

from narrator.alt_text.alt_text import SIGNATURE, AltText
from narrator.alt_text.outcome import Outcome, Result
from narrator.picture.files import short_name

_NAME = "user.xdg.comment"
_NO_COMMENT = {errno.ENOTSUP, errno.ENOSPC, errno.E2BIG}
"""ext4 has four kilobytes for all attributes of a file, and says of more that the disk is full."""


def comment_on(file: Path, words: AltText) -> Result:
    """Leave the words as a file's comment, unless it has one that is not ours.

    Raises OSError when there is no room, or no right to write.
    """
    if sys.platform != "linux":
        return Result(outcome=Outcome.FAILED, reason="Only Linux keeps such comments; leave out --comment.")
    try:
        before = os.getxattr(file, _NAME).decode(errors="replace")
    except OSError as error:
        if error.errno not in (errno.ENODATA, errno.ENOTSUP):
            raise
        before = ""
    if before == words.text:
        return Result(outcome=Outcome.SAME)
    if before.strip() and not before.endswith(SIGNATURE):
        return Result(outcome=Outcome.OWN)
    try:
        os.setxattr(file, _NAME, words.text.encode())
    except OSError as error:
        if error.errno not in _NO_COMMENT:
            raise
        why = "keeps no comments" if error.errno == errno.ENOTSUP else "has no room for so long a comment"
        reason = f"The disk of {short_name(file)} {why}."
        return Result(outcome=Outcome.FAILED, reason=reason)
    return Result(outcome=Outcome.WRITTEN)
