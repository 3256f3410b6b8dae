import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from narrator.errors import JournalError
from narrator.search.document import Document, query_words
from narrator.search.index import Index

DOCUMENT = Document(
    entry=None,
    path=b"/pictures/dog.jpg",
    time=1000.0,
    name="dog.jpg",
    said="A dog runs on a beach.",
    words="a dog runs on beach",
    bundle="tiny 1",
    embedding=b"\x01\x02\x03",
)
CAT = replace(DOCUMENT, path=b"/pictures/cat.jpg", name="cat.jpg", words="two cats secretword", said="Cats.")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "state" / "pictures.sqlite") as index:
        index.add([DOCUMENT, CAT])
        yield index


def test_words_find_their_pictures_in_any_form(index: Index) -> None:
    dog, cat = index.with_words(["dogs"], 9), index.with_words(["cat"], 9)
    assert [found.name for found in index.found([*dog, *cat])] == ["dog.jpg", "cat.jpg"]
    assert len(index.with_words(["dog", "cat"], 9)) == 2
    assert index.with_all_words(["dog", "cat"], [*dog, *cat]) == set()
    assert index.with_all_words(["running", "dog"], [*dog, *cat]) == set(dog)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "dog*",
        "NEAR(dog, cat)",
        "dog AND",
        "-dog",
        "words:dog",
        "^dog",
        "(",
        "t-shirt",
        "犬",
        "🐕",
        "%",
        "\0",
    ],
)
def test_no_letters_of_a_query_are_a_language(index: Index, query: str) -> None:
    found = index.with_words(query_words(query), 9)
    assert len(found) == (1 if "dog" in query and "cat" not in query else 2 if "cat" in query else 0)


def test_a_file_that_comes_again_is_replaced(index: Index) -> None:
    index.add([replace(DOCUMENT, words="a zebra")])
    assert index.count() == 2
    assert not index.with_words(["dog"], 9)
    assert len(index.with_words(["zebra"], 9)) == 1


def test_embeddings_are_those_of_one_bundle(index: Index) -> None:
    index.add(
        [
            replace(DOCUMENT, path=b"/other", bundle="another 1"),
            replace(DOCUMENT, path=b"/unseen", bundle="", embedding=b""),
            replace(DOCUMENT, path=b"/without a scene", embedding=b""),
        ]
    )
    ids, embeddings = index.embeddings("tiny 1", 3)
    assert (len(ids), embeddings) == (2, b"\x01\x02\x03" * 2)
    assert index.count_strange("tiny 1") == 2


def test_embeddings_of_another_length_are_left_out(index: Index) -> None:
    index.add([replace(DOCUMENT, path=b"/longer", embedding=b"\x01\x02\x03\x04")])
    ids, embeddings = index.embeddings("tiny 1", 3)
    assert (len(ids), embeddings) == (2, b"\x01\x02\x03" * 2)


def test_nothing_of_what_is_dropped_stays_in_the_file(index: Index) -> None:
    assert b"secretword" in index.file.read_bytes()
    assert index.drop(paths=[CAT.path]) == 1
    index.erase()
    assert b"secretword" not in index.file.read_bytes()
    assert b"cat.jpg" not in index.file.read_bytes()
    assert len(index.with_words(["dog"], 9)) == 1


def test_what_was_described_in_a_time_is_dropped(index: Index) -> None:
    index.add([replace(CAT, path=b"/later", time=2000.0)])
    assert index.drop(since=1500.0) == 1
    assert index.drop(until=1500.0) == 2
    assert index.count() == 0


def test_two_processes_write_at_once(index: Index) -> None:
    script = (
        "import sys; from pathlib import Path; from dataclasses import replace;"
        "from narrator.search.index import Index; from tests.search.test_index import DOCUMENT;"
        "index = Index(Path(sys.argv[1]));"
        "[index.add([replace(DOCUMENT, path=f'/{sys.argv[2]}/{n}'.encode())]) for n in range(30)]"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, index.file, name]) for name in "ab"]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    assert index.count() == 62


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "pictures.sqlite"
    file.write_bytes(b"no database at all, but long enough to be one" * 100)
    with pytest.raises(JournalError, match="is damaged; delete it"):
        Index(file)


def test_one_of_a_newer_narrator_is_left_alone(index: Index) -> None:
    index.close()
    with closing(sqlite3.connect(index.file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalError, match="newer Narrator"):
        Index(index.file)


def test_nobody_else_may_read_it(index: Index) -> None:
    assert sys.platform == "win32" or index.file.stat().st_mode & 0o077 == 0
