from dataclasses import replace
from pathlib import Path

from narrator.alt_text.content import image_digest
from narrator.collection.namesakes import Namesakes
from narrator.collection.row import Row
from tests.drawings import tinted


def told(rows: dict[str, Row]) -> list[str]:
    """What is told once all these were passed over."""
    sentences: list[str] = []
    namesakes = Namesakes()
    for name in rows:
        namesakes.passed(name)
    namesakes.tell(lambda names: (rows[name] for name in names), Path("album", "c.csv"), sentences.append)
    return sentences


def test_pictures_that_rows_tell_of_are_no_news_and_others_are(tmp_path: Path) -> None:
    rows = {}
    for number in range(20):
        file = tmp_path / f"{number}.png"
        tinted("red").save(file)
        rows[str(file)] = Row(path=str(file), kind="photo", digest=image_digest(file.read_bytes()))
    assert told(rows) == []
    others = {name: replace(row, digest="another") for name, row in rows.items()}
    (sentence,) = told(others)
    assert sentence.startswith("5 of 5 pictures that were looked at show something else than c.csv tells of")
    assert told(dict(list(rows.items())[:1] + list(others.items())[1:]))[0].startswith("4 of 5 ")


def test_where_no_picture_is_passed_over_no_row_is_read() -> None:
    def fail(_: set[str]) -> list[Row]:
        raise AssertionError("It was read")

    Namesakes().tell(fail, Path("c.csv"), print)
