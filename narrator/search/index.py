"""The index of pictures: one SQLite file beside the journal, of what can be found.

A row is an entry of the journal, copied, or a picture that `narrator describe --findable` described. What is
said of a picture stands in a table of words (FTS5); what the bundle's finder sees in it is a vector of bytes.

All functions raise JournalError, one sentence.
"""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from narrator.errors import JournalError
from narrator.journal.files import make_private
from narrator.languages.catalogue import gettext
from narrator.search.document import Document, Found

VERSION = 1
_PATIENCE = 10.0
_IN_TIME = "time >= coalesce(?, time) AND time < coalesce(?, time + 1)"
_TABLES = (
    """
    CREATE TABLE pictures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        entry INTEGER UNIQUE,  -- of the journal; NULL for a picture of a collection
        path BLOB NOT NULL,  -- names of files are bytes, and not always text
        time REAL NOT NULL,
        name TEXT NOT NULL,
        said TEXT NOT NULL,
        words TEXT NOT NULL
    )
    """,
    # By themselves, because each query reads all of them.
    "CREATE TABLE vectors (id INTEGER PRIMARY KEY, bundle TEXT NOT NULL, embedding BLOB NOT NULL)",
    "CREATE UNIQUE INDEX pictures_by_path ON pictures (path) WHERE entry IS NULL",
    # Which words a picture has is enough: no places of words, which would take twice the room.
    """
    CREATE VIRTUAL TABLE found USING fts5 (
        words, content = 'pictures', content_rowid = 'id', detail = none, tokenize = 'porter unicode61'
    )
    """,
    """
    CREATE TRIGGER picture_comes AFTER INSERT ON pictures BEGIN
        INSERT INTO found (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER picture_goes AFTER DELETE ON pictures BEGIN
        INSERT INTO found (found, rowid, words) VALUES ('delete', old.id, old.words);
        DELETE FROM vectors WHERE id = old.id;
    END
    """,
    "CREATE TABLE followed (time REAL NOT NULL)",
    "INSERT INTO followed VALUES (0)",
    f"PRAGMA user_version = {VERSION}",
)


class DamagedIndexError(JournalError):
    """An index that cannot be read any more."""


class Index:
    """An index that is open, for one thread. Used in a `with`, it is closed at the end."""

    def __init__(self, file: Path | None) -> None:
        """Open it, or make it, for this person alone; None keeps it in memory."""
        self.file = file or Path(":memory:")
        with faults_told(self.file):
            if file:
                make_private(file)
            self._connection = sqlite3.connect(self.file, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:  # raised again: only that no connection stays open
                self._connection.close()
                raise

    def add(self, documents: Iterable[Document]) -> None:
        """Put pictures in; what was known of the same entry or file is replaced."""
        with self._transaction():
            for each in documents:
                if each.entry is None:
                    self._run("DELETE FROM pictures WHERE entry IS NULL AND path = ?", (each.path,))
                else:
                    self._run("DELETE FROM pictures WHERE entry = ?", (each.entry,))
                id_ = self._run(
                    "INSERT INTO pictures (entry, path, time, name, said, words)"
                    " VALUES (:entry, :path, :time, :name, :said, :words)",
                    vars(each),
                ).lastrowid
                if each.bundle:
                    vector = (id_, each.bundle, each.embedding)
                    self._run("INSERT INTO vectors (id, bundle, embedding) VALUES (?, ?, ?)", vector)

    def with_words(self, words: Sequence[str], limit: int) -> dict[int, float]:
        """Pictures that have any of these words, the best first: id -> how rare its words are, summed up.

        Each word stands once in a picture's, so that this is what BM25 comes to; FTS5's own would read the
        words of each picture anew.
        """
        with_each = [self._with(word) for word in dict.fromkeys(words)]
        every = self.count()
        rarity = [np.full(len(ids), math.log1p(every / len(ids))) for ids in with_each if len(ids)]
        if not rarity:
            return {}
        ids, place = np.unique(np.concatenate(with_each), return_inverse=True)
        scores = np.bincount(place, np.concatenate(rarity))
        best = np.lexsort((-ids, -scores))[:limit]
        return dict(zip(ids[best].tolist(), scores[best].tolist(), strict=True))

    def with_all_words(self, words: Sequence[str], ids: Sequence[int]) -> set[int]:
        """Which of these pictures have each of these words."""
        if not words or not ids:
            return set()
        marks = ", ".join("?" * len(ids))
        sql = f"SELECT rowid FROM found WHERE found MATCH ? AND rowid IN ({marks})"
        return {row[0] for row in self._rows(sql, (_joined("AND", words), *ids))}

    def embeddings(self, bundle: str, length: int) -> tuple[NDArray[np.int64], bytes]:
        """Rising ids [N] of all pictures that this bundle has seen, and their vectors one after the other.

        Those of another `length` are left out: a bundle of the same name was trained anew meanwhile.
        """
        sql = "SELECT id, embedding FROM vectors WHERE bundle = ? AND length(embedding) = ? ORDER BY id"
        rows = self._rows(sql, (bundle, length))
        return np.array([row[0] for row in rows], np.int64), b"".join([row[1] for row in rows])

    def found(self, ids: Sequence[int]) -> list[Found]:
        """What is known of pictures, in this order; those that are gone meanwhile are left out."""
        marks = ", ".join("?" * len(ids))
        rows = self._rows(
            f"SELECT id, entry, path, time, name, said FROM pictures WHERE id IN ({marks})", ids
        )
        known = {row[0]: Found.of_row(row) for row in rows}
        return [known[id_] for id_ in ids if id_ in known]

    def count(self) -> int:
        """How many pictures it has."""
        return int(self._rows("SELECT count(*) FROM pictures")[0][0])

    def count_strange(self, bundle: str) -> int:
        """How many pictures another bundle has seen, or none."""
        return self.count() - int(
            self._rows("SELECT count(*) FROM vectors WHERE bundle = ?", (bundle,))[0][0]
        )

    def count_described(self, since: float | None, until: float | None) -> int:
        """How many pictures of collections were described in that time."""
        sql = f"SELECT count(*) FROM pictures WHERE entry IS NULL AND {_IN_TIME}"
        return int(self._rows(sql, (since, until))[0][0])

    def entries(self, *, before: float | None = None) -> set[int]:
        """The journal's entries that it has a copy of; with `before` those of earlier times alone."""
        sql = "SELECT entry FROM pictures WHERE entry IS NOT NULL AND time < coalesce(?, time + 1)"
        return {row[0] for row in self._rows(sql, (before,))}

    def drop_entries(self, ids: Iterable[int]) -> None:
        """Remove the copies of these entries."""
        with self._transaction():
            for id_ in ids:
                self._run("DELETE FROM pictures WHERE entry = ?", (id_,))
            self._forget_words()

    def drop(
        self, *, paths: Sequence[bytes] = (), since: float | None = None, until: float | None = None
    ) -> int:
        """Remove all copies of entries, and of a collection these files and what was described in that time.

        How many of the latter it was. The copies come back from the journal, without what it has forgotten.
        """
        with self._transaction():
            self._run("DELETE FROM pictures WHERE entry IS NOT NULL")
            self._run("UPDATE followed SET time = 0")
            gone = sum(self._run("DELETE FROM pictures WHERE path = ?", (path,)).rowcount for path in paths)
            if (since, until) != (None, None):
                gone += self._run(f"DELETE FROM pictures WHERE {_IN_TIME}", (since, until)).rowcount
            self._forget_words()
        return gone

    def erase(self) -> None:
        """Leave nothing in the file of what was removed."""
        with faults_told(self.file):
            self._run("VACUUM")

    def followed(self) -> float:
        """When it was last brought up to the journal, in seconds since 1970."""
        return float(self._rows("SELECT time FROM followed")[0][0])

    def set_followed(self, time: float) -> None:
        """It is up to the journal of that time."""
        with self._transaction():
            self._run("UPDATE followed SET time = ?", (time,))

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _with(self, word: str) -> NDArray[np.int64]:
        """The ids of the pictures that have a word."""
        rows = self._rows("SELECT rowid FROM found WHERE found MATCH ?", (_joined("AND", [word]),))
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def _forget_words(self) -> None:
        """FTS5 only notes that a word is gone; its table, made anew in the same transaction, has none."""
        self._run("INSERT INTO found (found) VALUES ('rebuild')")

    def _prepare(self) -> None:
        self._run("PRAGMA secure_delete = ON")
        self._run("PRAGMA temp_store = MEMORY")
        if self._version() != VERSION:
            with self._transaction():
                match self._version():  # again: another process may have made it meanwhile
                    case 0:
                        for statement in _TABLES:
                            self._run(statement)
                    case version if version > VERSION:
                        raise JournalError(
                            gettext(
                                "The index of pictures was made by a newer Narrator; update Narrator to read "
                                "it."
                            )
                        )

    def _version(self) -> int:
        return int(self._run("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with faults_told(self.file):
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._run("ROLLBACK")

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with faults_told(self.file):
            return self._run(sql, values).fetchall()

    def _run(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, values)


def _joined(how: str, words: Sequence[str]) -> str:
    """Words in FTS5's language. In quotes whatever they hold is text, and no word of that language."""
    return f" {how} ".join('"{}"'.format(word.replace('"', '""')) for word in dict.fromkeys(words))


@contextmanager
def faults_told(file: Path) -> Iterator[None]:
    """Raise JournalError, one sentence, for what SQLite or the disk refuses."""
    try:
        yield
    except sqlite3.Error as error:
        raise _fault(error, file) from error
    except OSError as error:
        raise JournalError(
            gettext(
                "The index of pictures {file} cannot be used ({strerror}); check its folder "
                "and its permissions."
            ).format(file=file, strerror=error.strerror)
        ) from error


def _fault(error: sqlite3.Error, file: Path) -> JournalError:
    # The lower byte is the kind of fault.
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return JournalError(
                "The disk is full, so the index of pictures cannot be written; make room and try again."
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return DamagedIndexError(
                f"The index of pictures {file} is damaged; delete it, and describe your folders again."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return JournalError("The index of pictures is in use by another program; try again in a moment.")
        case _:
            return JournalError(f"The index of pictures {file} cannot be used ({error}); check its folder.")
