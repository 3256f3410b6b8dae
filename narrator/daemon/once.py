"""What a person is told once in a lifetime: a lasting fact of their desktop, and not at every login."""

import json
import logging
from pathlib import Path

from narrator.places import told_file
from narrator.private_folder import make_private_folder
from narrator.whole_file import write_private

_LOG = logging.getLogger(__name__)

_VERSION = 1


class Once:
    """Remembers over restarts which facts were told.

    A fact has a topic, such as "hotkeys", and its own words, which name what it depends on, such as the
    desktop and its version. Another fact of the same topic is news, and is told again.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or told_file()

    def tell(self, topic: str, fact: str) -> bool:
        """Whether the person is to be told now; from then on they count as told.

        Where it cannot be remembered, they are told each time: twice is better than never.
        """
        told = self._read()
        facts = told.setdefault(topic, [])
        if fact in facts:
            return False
        facts.append(fact)
        self._write(told)
        return True

    def over(self, topic: str) -> None:
        """The facts of a topic hold no more; one that comes back is news."""
        told = self._read()
        if told.pop(topic, None):
            self._write(told)

    def _read(self) -> dict[str, list[str]]:
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:  # ValueError: neither JSON nor UTF-8
            _LOG.warning("What was told before cannot be read (%s).", error)
            return {}
        return _facts(content)

    def _write(self, told: dict[str, list[str]]) -> None:
        content = {"version": _VERSION, "told": told}
        try:
            make_private_folder(self._file.parent)
            write_private(self._file, json.dumps(content, indent=1, ensure_ascii=False))
        except OSError as error:
            _LOG.warning("What was told cannot be remembered (%s).", error)


def _facts(content: object) -> dict[str, list[str]]:
    """What a file of this version says; of any other, nothing."""
    match content:
        case {"version": 1, "told": dict(told)}:
            return {
                str(topic): [str(fact) for fact in facts]
                for topic, facts in told.items()
                if isinstance(facts, list)
            }
    _LOG.warning("What was told before is in no form that this Narrator knows.")
    return {}
