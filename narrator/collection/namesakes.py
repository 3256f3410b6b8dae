"""Other pictures under names that have rows already, such as those of a second card of the same camera.

They have the same paths as those of the first card where these begin in the folder of the session, or where
both cards come to the same place. Rows go by paths, so such pictures would be passed over without a word.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from narrator.collection.changes import shows_other_than_told
from narrator.collection.row import Row


class Namesakes:
    """Notes a few of the pictures that are passed over; of half a million some twenty."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._passed = 0

    def passed(self, name: str) -> None:
        """A picture of that name has a row already: the first, second, fourth, eighth and so on are noted."""
        self._passed += 1
        if self._passed.bit_count() == 1:
            self._names.add(name)

    def tell(
        self, rows_named: Callable[[set[str]], Iterable[Row]], out: Path, say: Callable[[str], None]
    ) -> None:
        """Say so if any of those noted shows something else than its row tells."""
        if not self._names:
            return
        rows = {row.path: row for row in rows_named(self._names)}
        others = sum(map(shows_other_than_told, rows.values()))
        if others:
            say(
                f"{others} of {len(rows)} pictures that were looked at show something else than {out.name} "
                "tells of them: they were exchanged, or others have the same names, such as those of another "
                "card. With --again they take the place of those; to keep both, name another file."
            )
