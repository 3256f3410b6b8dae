"""Which second describers on other machines the person has allowed to see pictures."""

from pathlib import Path

from narrator.errors import SecondError, SettingsError
from narrator.languages.catalogue import gettext
from narrator.places import allowed_file
from narrator.private_folder import make_private_folder
from narrator.second.address import Address
from narrator.whole_file import write_private


def is_allowed(address: Address, file: Path | None = None) -> bool:
    """Whether pictures may go there: always on this machine, elsewhere once the person has confirmed it.

    Raises SecondError when nobody can read what was confirmed.
    """
    return address.is_here or address.origin in _allowed(file or allowed_file())


def allow(address: Address, file: Path | None = None) -> None:
    """Remember that the person has confirmed it. Raises SettingsError when that cannot be written."""
    file = file or allowed_file()
    lines = sorted({*_allowed(file), address.origin})
    try:
        make_private_folder(file.parent)
        write_private(file, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise SettingsError(
            gettext(
                "{file} cannot be written ({strerror}); make room or make it yours, and try again."
            ).format(file=file, strerror=error.strerror)
        ) from error


def what_it_means(address: Address) -> str:
    """What a person should know before they allow it, in sentences."""
    told = (
        f"Each picture of which you want to know more, or about which you ask, goes to {address.origin},"
        " which is not this machine. Who runs that server can see it and keep it."
    )
    if not address.is_encrypted:
        told += " The picture travels unencrypted: others on the way can see it, too."
    return told


def refuse(address: Address) -> None:
    """Raise SecondError unless pictures may go there."""
    if not is_allowed(address):
        raise SecondError(
            gettext(
                "Your second describer at {origin} is not on this machine, and was asked "
                "nothing; run narrator second --allow if pictures may go there."
            ).format(origin=address.origin)
        )


def _allowed(file: Path) -> frozenset[str]:
    try:
        return frozenset(file.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SecondError(
            gettext(
                "What you have allowed cannot be read in {file} ({reason}); remove it, and allow it again."
            ).format(file=file, reason=reason)
        ) from error
