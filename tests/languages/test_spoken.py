"""All that is said of sample pictures, in every language: pages that somebody who speaks it can read.

After a change that is meant, `python -m tests.languages.test_spoken` writes them anew; read what changed.
"""

import pytest

from narrator.languages.catalogue import LANGUAGES
from tests.languages.samples import page
from tests.places import ROOT

PAGES = ROOT / "tests" / "data" / "spoken"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_what_somebody_has_read(language: str) -> None:
    assert page(language) == (PAGES / f"{language}.txt").read_text(encoding="utf-8")


def test_nothing_of_the_english_page_is_left_in_another_but_captions() -> None:
    english = {line for line in page("en").splitlines() if not line.startswith("=")}
    names = {"rex"}
    for language in LANGUAGES[1:]:
        assert english & set(page(language).splitlines()) <= names


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        (PAGES / f"{language}.txt").write_text(page(language), encoding="utf-8")
