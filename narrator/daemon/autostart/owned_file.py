"""A file among the person's settings that we wrote, and that we alone may change or remove."""

from pathlib import Path

from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.whole_file import replacing


class OwnedFile:
    """Known as ours by a mark in its text; one without the mark is left as it is."""

    def __init__(self, path: Path, mark: str) -> None:
        self.path = path
        self._mark = mark

    def read(self) -> str | None:
        """Its text; None where there is no such file of ours. Raises DaemonError."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._failure("read", error) from error
        return text if self._mark in text else None

    def write(self, text: str) -> None:
        """Write it whole or not at all. Raises DaemonError, also where somebody else's file is in the way."""
        self._refuse_foreign()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self.path) as stream:
                stream.write(text.encode())
        except OSError as error:
            raise self._failure("written", error) from error

    def remove(self) -> bool:
        """Remove it; whether it was there. Raises DaemonError, also for somebody else's file."""
        self._refuse_foreign()
        try:
            self.path.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise self._failure("removed", error) from error
        return True

    def _refuse_foreign(self) -> None:
        if self.path.exists() and self.read() is None:
            raise DaemonError(
                gettext("The file {path} is not Narrator's; move it away and try again.").format(
                    path=self.path
                )
            )

    def _failure(self, done: str, error: OSError) -> DaemonError:
        return DaemonError(
            gettext(
                "The file {path} cannot be {done} ({strerror}); make its folder yours and try again."
            ).format(path=self.path, done=done, strerror=error.strerror)
        )
