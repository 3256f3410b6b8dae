from pathlib import Path

import pytest

from narrator.description import Description
from narrator.terminal.requests import Request
from narrator.terminal.results import described

PAGE = Description(candidates=(), bundle="tiny 1", size=(640, 480), kind="document")


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("sea.jpg", "sea: A page of text."),
        ("Screenshot From 2019-07-04 14-05-15.png", "a screenshot from 4 July 2019, 14:05: A page of text."),
        ("9F5E8A7B-CBFF-4D8B-AEFC-F3DDBAAA6B1C.jpg", "A page of text."),
    ],
)
def test_one_of_several_pictures_is_introduced_by_what_its_name_tells(name: str, spoken: str) -> None:
    request = Request(label=f"holiday/{name}", name=name, source=lambda: Path(name))
    result = described(request, PAGE, named=True, every=False, verbosity="normal")
    assert result.spoken == spoken
    assert result.lines == (f"{name}: A page of text.",)
    assert result.record["picture"] == f"holiday/{name}"
