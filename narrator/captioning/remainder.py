"""The words of a caption of which some are dropped and some are replaced."""

from collections.abc import Iterable, Sequence

from narrator.captioning.content import article
from narrator.captioning.filters import CONJUNCTIONS

ARTICLES = frozenset({"a", "an"})
_LEADING = CONJUNCTIONS | {"a", "an", "are", "at", "by", "for", "from", "is", "of", "the", "to", "with"}
_OWNERS = frozenset({"her", "his", "its", "their"})


class Remainder:
    """What is left of a caption, each word at its place."""

    def __init__(self, words: Sequence[str]) -> None:
        self.before = tuple(words)
        """The caption as it was."""
        self._words = list(words)

    def drop(self, places: Iterable[int]) -> None:
        """Drop the words at these places."""
        for place in places:
            self._words[place] = ""

    def put(self, word: str, place: int) -> None:
        """Say this there instead, whether or not the word was dropped."""
        self._words[place] = word

    def has(self, place: int) -> bool:
        """Whether a word is left there."""
        return bool(self._words[place])

    def is_as_before(self, place: int) -> bool:
        """Whether the caption's own word is left there."""
        return self._words[place] == self.before[place]

    def last_before(self, place: int) -> int:
        """The last place before this one where a word is left, -1 if there is none."""
        return max((each for each in range(place) if self._words[each]), default=-1)

    def give_article(self, places: Sequence[int]) -> None:
        """Put an article before what is left at these places."""
        if left := [place for place in places if self._words[place]]:
            self._words[left[0]] = f"{article(self._words[left[0]])} {self._words[left[0]]}"

    def disown(self, place: int, *, single: bool) -> None:
        """Say "a dog" for "their dog" and "another dog", where nobody else is left."""
        if self._words[place] in _OWNERS | {"another"}:
            self._words[place] = "a" if single else ""

    @property
    def places(self) -> frozenset[int]:
        """Where words are left."""
        return frozenset(place for place, word in enumerate(self._words) if word)

    def text(self) -> str:
        """What is left, with the articles that it needs."""
        left = sorted(self.places)
        while left and self._hangs_loose(left[-1]):
            left = left[:-1]
        said: list[str] = []
        for place, following in zip(left, [*left[1:], None], strict=True):
            word = self._words[place]
            if word == "another" and following is not None and self._is_first(left, following):
                word = "a"
            if word in ARTICLES and following is not None and self._is_new(place, following):
                word = article(self._words[following])
            said.append(word)
        return " ".join(said)

    def _hangs_loose(self, place: int) -> bool:
        """Whether it leads to a word that was dropped: "the side of"."""
        cut_off = place + 1 < len(self._words) and not self._words[place + 1]
        return cut_off and self._words[place] in _LEADING

    def _is_new(self, place: int, following: int) -> bool:
        """Whether these two words did not follow each other in the caption."""
        return following != place + 1 or not (self.is_as_before(place) and self.is_as_before(following))

    def _is_first(self, left: Sequence[int], place: int) -> bool:
        """Whether the other, of whom "another" speaks, is left no more."""
        word = self._words[place]
        earlier = [each for each in range(place) if self.before[each] == word]
        return bool(earlier) and not any(each in left and self._words[each] == word for each in earlier)
