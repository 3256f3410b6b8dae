from pathlib import Path

from narrator.documents.document import opened
from tests.documents.samples import picture, slides, title


def test_slides_are_counted_as_they_are_shown(tmp_path: Path) -> None:
    each = {
        "slide1": title("Last") + picture("rId1"),
        "hidden2": picture("rId2"),
        "unused3": picture("rId2"),
    }
    with opened(slides(tmp_path / "a.pptx", each, ("hidden2", "slide1"))) as document:
        assert [(inner.key, inner.place) for inner in document.pictures] == [
            ("slide=1&picture=blue.png", "hidden slide 1"),
            ("slide=2&picture=red.png", "slide 2, Last"),
        ]


def test_a_picture_on_many_slides_is_one(tmp_path: Path) -> None:
    each = {f"slide{n}": picture("rId1", ' descr="A dog"' if n == 2 else "") for n in range(3)}
    with opened(slides(tmp_path / "a.pptx", each, tuple(each))) as document:
        (red,) = document.pictures
    assert (red.alt, red.missing) == ("A dog", True)


def test_pictures_that_fill_shapes_and_bullets(tmp_path: Path) -> None:
    fill = '<a:blipFill><a:blip r:embed="{}"/></a:blipFill>'
    named = '<p:nvSpPr><p:cNvPr id="3" name="Oval"/></p:nvSpPr>'
    shape = f"<p:sp>{named}<p:spPr>{fill.format('rId1')}</p:spPr></p:sp>"
    bullet = '<p:sp><p:txBody><a:buBlip><a:blip r:embed="rId2"/></a:buBlip></p:txBody></p:sp>'
    ground = f"<p:bg><p:bgPr>{fill.format('rId2')}</p:bgPr></p:bg>"
    file = slides(tmp_path / "a.pptx", {"slide1": ground + shape + bullet}, ("slide1",))
    with opened(file) as document:
        assert [inner.key for inner in document.pictures] == ["slide=1&picture=red.png"]


def test_what_is_marked_as_decorative_needs_no_words(tmp_path: Path) -> None:
    mark = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><d:decorative val="1" '
        'xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
    )
    with opened(
        slides(tmp_path / "a.pptx", {"slide1": picture("rId1", inside=mark)}, ("slide1",))
    ) as document:
        assert [inner.missing for inner in document.pictures] == [False]
