"""The token file: what a program has to show before it is served, readable by its owner alone."""

import secrets
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.whole_file import write_private

_SHORTEST = 32
"""Letters; what `secrets.token_urlsafe` makes of 32 bytes has 43."""


VARIABLE = "NARRATOR_WEB_TOKEN"
"""Holds the token where nobody keeps files: in containers, and in functions of a cloud."""


def token_of_environment(environment: Mapping[str, str]) -> str | None:
    """The token in VARIABLE; None if it is not set. Raises SettingsError when it is too short."""
    token = environment.get(VARIABLE)
    if token is not None and not _is_token(token):
        raise SettingsError(
            gettext("{variable} holds no token; give it one of {shortest} letters or more.").format(
                variable=VARIABLE, shortest=_SHORTEST
            )
        )
    return token


def token_from(file: Path, *, new: bool = False) -> str:
    """The token in this file, which is made if there is none, or if a `new` one is wanted.

    Raises SettingsError when it cannot be read or made, when others can read it, and when it is too short.
    """
    try:
        if new or not file.exists():
            write_private(file, f"{secrets.token_urlsafe(32)}\n", replace=new)
    except OSError as error:
        raise _unusable(file, error) from error
    return read_token(file)


def read_token(file: Path) -> str:
    """The token in this file. Raises SettingsError as `token_from` does, and when there is no file."""
    try:
        _refuse_readable(file)
        token = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise _unusable(file, error) from error
    if not _is_token(token):
        raise SettingsError(
            gettext("The token file {file} holds no token; remove it, and a new one is made.").format(
                file=file
            )
        )
    return token


def _is_token(text: str) -> bool:
    return len(text) >= _SHORTEST and text.isascii() and text.isprintable()


def _unusable(file: Path, error: OSError | UnicodeError) -> SettingsError:
    reason = error.strerror if isinstance(error, OSError) else "it is no text"
    return SettingsError(
        gettext(
            "The token file {file} cannot be used ({reason}); name another one with --token-file."
        ).format(file=file, reason=reason)
    )


def _refuse_readable(file: Path) -> None:
    if sys.platform == "win32":
        return  # where a person's own folders are private from the start
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(
            gettext("Others can read the token file {file}; run chmod 600 {file}, or remove it.").format(
                file=file
            )
        )
