from pathlib import Path

import pytest

from narrator.errors import PictureError
from narrator.terminal.requests import requests_for
from tests.conftest import Draw


def test_arguments_keep_their_order_and_folders_give_their_pictures_sorted(draw: Draw) -> None:
    files = [draw("folder/b.jpg", "red"), draw("folder/a.png", "red")]
    requests = requests_for(["z.png", str(files[0].parent), "-"])
    assert [request.name for request in requests] == ["z.png", "a.png", "b.jpg", "standard input"]
    assert [request.label for request in requests] == ["z.png", str(files[1]), str(files[0]), "-"]
    assert requests[1].source() == files[1]


def test_a_folder_called_like_a_picture_is_not_one(draw: Draw, tmp_path: Path) -> None:
    picture = draw("album/a.png", "red")
    (tmp_path / "album" / "b.png").mkdir()
    assert [request.source() for request in requests_for([str(picture.parent)])] == [picture]


def test_hidden_pictures_of_a_folder_are_left_out_as_they_are_when_it_is_watched(draw: Draw) -> None:
    picture = draw("folder/a.png", "red")
    draw("folder/.working-copy.png", "red")
    assert [request.source() for request in requests_for([str(picture.parent)])] == [picture]


@pytest.mark.parametrize("broken", ["iterdir", "is_file"])
def test_a_folder_that_cannot_be_read_says_so_when_its_turn_comes(
    draw: Draw, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = draw("album/a.png", "red").parent

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")  # the tests may run as root, whom nothing is refused

    monkeypatch.setattr(Path, broken, refuse)
    (request,) = requests_for([str(folder)])
    with pytest.raises(PictureError, match=r"folder album cannot be read \(Permission denied\)"):
        request.source()


def test_a_path_that_cannot_even_be_looked_at_is_left_to_whoever_opens_it() -> None:
    (request,) = requests_for(["x" * 5000])
    assert request.source() == Path("x" * 5000)
