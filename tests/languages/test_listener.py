"""In which languages somebody hears the words of others soonest."""

from collections.abc import Sequence

import pytest

from narrator.languages.catalogue import in_tongue
from narrator.languages.listener import listener_languages


@pytest.mark.parametrize(
    ("session", "tongue", "languages"),
    [
        (["de-AT", "fr"], "de", ("de-AT", "fr")),
        # Narrator has no Japanese, so they know the next of their languages that it has.
        (["ja-JP", "fr"], "fr", ("ja-JP", "fr")),
        # English for want of theirs: nobody speaks to them in what they do not understand.
        (["ja-JP"], "en", ("ja-JP", "en")),
        ([], "en", ("en",)),
        # Chosen against the session.
        (["en-US", "fr"], "de", ("de", "en-US", "fr")),
        (["en-US", "de-AT"], "de", ("de-AT", "en-US")),
        (["de-DE"], "en", ("en", "de-DE")),
    ],
)
def test_languages_of_a_listener(session: Sequence[str], tongue: str, languages: Sequence[str]) -> None:
    with in_tongue(tongue):
        assert listener_languages(session) == languages
