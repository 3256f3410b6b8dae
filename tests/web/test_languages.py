"""In which language a request is answered: the query asks for it, or for the page the browser."""

import pytest

from narrator.web.languages import accepted_languages, tongue_of


@pytest.mark.parametrize(
    ("query", "language"),
    [
        (b"language=de", "de"),
        (b"a=1&language=cs", "cs"),
        (b"language=fr&language=en", "en"),
        (b"", None),
        (b"language=xx", None),
        (b"\xff=%", None),
    ],
)
def test_the_language_is_in_the_query(query: bytes, language: str | None) -> None:
    assert (
        tongue_of({"type": "http", "path": "/v1/describe", "query_string": query, "headers": []}) == language
    )


@pytest.mark.parametrize(("path", "language"), [("/", "fr"), ("/v1/describe", None)])
def test_a_browser_says_what_its_person_reads(path: str, language: str | None) -> None:
    headers = [(b"accept-language", b"ja, fr-CA;q=0.9, de;q=0.8")]
    request = {"type": "http", "path": path, "query_string": b"", "headers": headers}
    assert tongue_of(request) == language


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        ("de-AT, de;q=0.9, en;q=0.8", ("de-AT", "de", "en")),
        ("en;q=0.2,fr;q=0.7 , ja", ("ja", "fr", "en")),
        ("de, en;q=0, *;q=0.1", ("de", "*")),
        ("", ()),
        (" , ;q=1, de;q=nonsense", ("de",)),
        ("a," * 10**5, ("a",) * 20),
    ],
)
def test_accepted_languages_by_their_weight(header: str, languages: tuple[str, ...]) -> None:
    assert accepted_languages(header) == languages
