import pytest

from narrator.documents.html_tags import start_tags


def pictures(page: str) -> list[dict[str, str]]:
    return [dict(tag.attributes) for tag in start_tags(page) if tag.name == "img"]


@pytest.mark.parametrize(
    ("page", "attributes"),
    [
        ("<img src=a.png>", {"src": "a.png"}),
        ("<IMG SRC='a.png' Alt>", {"src": "a.png", "alt": ""}),
        ('<img src="a&amp;b.png"/>', {"src": "a&b.png"}),
        ("<img/src=a.png/>", {"src": "a.png/"}),
        ("<img\n\tsrc = a.png\r\n alt=''>", {"src": "a.png", "alt": ""}),
        ('<img alt="a > b" src=a alt=c>', {"alt": "a > b", "src": "a"}),
        ("<img src=>", {"src": ""}),
        ("<template><img src=a></template>", {"src": "a"}),
        ("<noscript><img src=a></noscript>", {"src": "a"}),
        ("<p title='<img>'><img src=a>", {"src": "a"}),
        ("</p title='<img>'><img src=a>", {"src": "a"}),
        ("1 < 2 <img src=a>", {"src": "a"}),
        ("<!--><img src=a>", {"src": "a"}),
        ("<!-- -- --!><img src=a>", {"src": "a"}),
        ("<script>'</script >'<img src=a>", {"src": "a"}),
    ],
)
def test_a_picture_is_found_as_browsers_do(page: str, attributes: dict[str, str]) -> None:
    assert pictures(page) == [attributes]


@pytest.mark.parametrize(
    "page",
    [
        "<!-- <img> -->",
        "<!-- <img>",
        "<script>'<img>'</script>",
        "<script><!-- <script> </script> <img> --></script>",
        "<style><img></style>",
        "<TEXTAREA><img></textarea>",
        "<title><img></title>",
        "<iframe><img></iframe>",
        "<!doctype <img>",
        "<?php <img>",
        "<plaintext><img>",
        "<img src=a",
        "<img src='a>",
        "<image>",
        "</img>",
    ],
)
def test_what_is_no_picture_is_none(page: str) -> None:
    assert pictures(page) == []


def test_places_and_lines() -> None:
    page = "<p>\r\n<b>\n  <img src=a>"
    tag = list(start_tags(page))[-1]
    assert (page[tag.start : tag.after_name], tag.line) == ("<img", 3)
