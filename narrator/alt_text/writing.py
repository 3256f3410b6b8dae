"""Words into a picture, into a copy of it, or beside it; each file is whole at any moment.

A person's words are never touched: where a person has described a picture, in its file or beside it, nothing
is written. Nor is anything written through a link, over a file of another picture, or into a file that
changed since it was read.
"""

from dataclasses import dataclass
from pathlib import Path

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.content import Content, content_of, has_own_words, image_digest, same_image, with_words
from narrator.alt_text.exchange import State, exchanged, state_of
from narrator.alt_text.outcome import Outcome, Result
from narrator.alt_text.sidecar import extended, sidecar_of, sidecars_of
from narrator.alt_text.unwritable import UnwritableError
from narrator.errors import PictureError
from narrator.picture.files import read_file, short_name
from narrator.picture.written.sidecars import words_beside

SHOWS_ANOTHER = "shows another picture than the one that was described; describe it with --again"


def is_described(picture: Path) -> bool:
    """Whether a person has described a picture, in its file or beside it; yes where that cannot be read."""
    try:
        return has_own_words((*words_beside(picture), *_read(picture).content.words))
    except PictureError:
        return True


def shows_another(picture: Path, digest: str) -> bool:
    """Whether a file shows another image than that of an `image_digest`; no where it cannot be read."""
    try:
        return (now := image_digest(read_file(picture))) != digest and bool(now)
    except PictureError:
        return False


def write_beside(picture: Path, words: AltText) -> Result:
    """Write words into the sidecar of a picture. Raises OSError without room or right to write."""
    try:
        content = _read(picture).content
    except PictureError as error:
        return Result(outcome=Outcome.FAILED, reason=f"{short_name(picture)}: {error}")
    if has_own_words((*words_beside(picture), *content.words)):
        return Result(outcome=Outcome.OWN)
    return _beside(picture, words)


def write_into(picture: Path, words: AltText) -> Result:
    """Write words into a picture itself. Raises OSError like `write_beside`."""
    name = short_name(picture)
    try:
        state = state_of(picture)
        read = _read(picture)
    except PictureError as error:
        return Result(outcome=Outcome.FAILED, reason=f"{name}: {error}")
    if has_own_words((*words_beside(picture), *read.content.words)):
        return Result(outcome=Outcome.OWN)
    if picture.is_symlink():
        return _instead(picture, words, "it is a link to another file")
    if state and state.names > 1:
        return _instead(picture, words, "it has a second name, under which the old file would stay")
    return _written(picture, picture, read, words, state)


def write_copy(picture: Path, copy: Path, words: AltText | None) -> Result:
    """Write words into a copy of a picture; without words, or where a person has some, it is only copied.

    A copy that is there is extended, and keeps whatever was written into it meanwhile. Raises OSError like
    `write_beside`.
    """
    try:
        read = _read(picture)
        state = state_of(copy)
        if state and (original := state_of(picture)) and state.file == original.file:
            reason = f"{copy} is {short_name(picture)} itself; name another folder for the copies."
            return Result(outcome=Outcome.FAILED, reason=reason)
        if state or copy.is_symlink():
            there = _read(copy)
            if copy.is_symlink() or not same_image(read.data, there.data):
                reason = f"{copy} is another file than a copy of {short_name(picture)}, and stays as it is."
                return Result(outcome=Outcome.FAILED, reason=reason)
            read = there
    except PictureError as error:
        return Result(outcome=Outcome.FAILED, reason=f"{short_name(picture)}: {error}")
    copy.parent.mkdir(parents=True, exist_ok=True)
    own = has_own_words((*words_beside(copy), *words_beside(picture), *read.content.words))
    if words and not own:
        return _written(picture, copy, read, words, state)
    if state is None:
        exchanged(copy, read.data, state, like=picture)
    if own:
        _copy_sidecars(picture, copy)
    return Result(outcome=Outcome.OWN if own else Outcome.SAME)


def _copy_sidecars(picture: Path, copy: Path) -> None:
    """A person's own words may stand in them."""
    for sidecar, new in zip(sidecars_of(picture), sidecars_of(copy), strict=True):
        if sidecar.is_file() and state_of(new) is None:
            exchanged(new, sidecar.read_bytes(), None, like=sidecar)


@dataclass(frozen=True, kw_only=True)
class _Read:
    data: bytes
    content: Content


def _read(picture: Path) -> _Read:
    data = read_file(picture)
    return _Read(data=data, content=content_of(data))


def _written(picture: Path, file: Path, read: _Read, words: AltText, state: State | None) -> Result:
    """The words in a file that holds what was read, or, without a state, is a new copy of it."""
    try:
        data = with_words(read.data, read.content, words)
    except UnwritableError as error:
        if state is None:
            exchanged(file, read.data, state, like=picture)
        return _instead(file, words, str(error))
    if data == read.data and state:
        return Result(outcome=Outcome.SAME)
    if not exchanged(file, data, state, like=picture if state is None else file):
        return _changed(file)
    return Result(outcome=Outcome.WRITTEN)


def _changed(file: Path) -> Result:
    reason = f"{short_name(file)} changed meanwhile; start the same command again."
    return Result(outcome=Outcome.FAILED, reason=reason)


def _instead(file: Path, words: AltText, reason: str) -> Result:
    """The words in a sidecar, because the file itself cannot have them."""
    result = _beside(file, words)
    if result.outcome is Outcome.FAILED:
        return result
    sentence = f"{short_name(file)} has its words in {short_name(sidecar_of(file))}, because {reason}."
    return Result(outcome=Outcome.BESIDE, reason=sentence)


def _beside(picture: Path, words: AltText) -> Result:
    sidecar = sidecar_of(picture)
    if sidecar.is_symlink():
        reason = f"{short_name(sidecar)} is a link to another file, which stays as it is."
        return Result(outcome=Outcome.FAILED, reason=reason)
    state = state_of(sidecar)
    try:
        marked = extended(sidecar, words)
    except UnwritableError as error:
        reason = f"{short_name(sidecar)} stays as it is, because {error}."
        return Result(outcome=Outcome.FAILED, reason=reason)
    if words.says_the_same(marked.before):
        return Result(outcome=Outcome.SAME)
    if not exchanged(sidecar, marked.packet, state, like=sidecar if state else None):
        return _changed(sidecar)
    return Result(outcome=Outcome.WRITTEN)
