"""Finding pictures: by words, or by a picture that is like them."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from narrator.captioning.bundle import Bundle
from narrator.captioning.finder import Bytes, Finder
from narrator.captioning.likelihood import Likelihood, without_picture
from narrator.errors import PictureError, SettingsError
from narrator.languages.catalogue import gettext
from narrator.picture.opening import open_picture, squeeze
from narrator.search.document import Found, query_words
from narrator.search.index import Index
from narrator.search.ranking import CAPTIONER_COUNTS, Ranked, nearness, ranked

BY_WORDS = 1000
"""So many pictures that have a word of the query are looked at."""
READ_AGAIN = 20
"""So many of the best pictures the captioner itself reads the words to, where it is asked."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A picture that was found, and how well it fits."""

    found: Found
    score: float
    nearness: float | None
    fits: bool
    """Whether it is near enough, or has each word of the query."""


class Search:
    """One index and one bundle."""

    def __init__(self, index: Index, bundle: Bundle, *, words_alone: bool = False) -> None:
        """With `words_alone` nothing is found by what it shows.

        Raises `BundleError` for a finder that cannot be read.
        """
        self._index = index
        self._bundle = bundle
        self._finder = None if words_alone else bundle.found_by()
        self._name = f"{bundle.name} {bundle.version}"

    @property
    def strangers(self) -> int:
        """Pictures that this bundle has not seen: they are found by their words alone."""
        return self._index.count_strange(self._name)

    def unknown(self, words: str) -> list[str]:
        """Words of a query that no picture has and the finder does not know."""
        unknown = self._finder.unknown(words) if self._finder else query_words(words)
        return [word for word in unknown if not self._index.with_words(query_words(word), 1)]

    def by_words(self, words: str, limit: int, *, thorough: bool = False) -> list[Hit]:
        """The pictures that fit these words best.

        With `thorough` the files of the best are opened and the captioner says how probable the words are of
        each: by Bayes' rule, pictures being equally probable, that orders p(picture | words).
        """
        wanted = query_words(words)
        if not wanted:
            raise SettingsError(gettext("There is no word to look for; name some, as in narrator find dog."))
        vector = self._finder.query(words) if self._finder else None
        ids, embeddings = (
            self._index.embeddings(self._name, len(vector))
            if vector is not None
            else (np.zeros(0, np.int64), b"")
        )
        near = nearness(embeddings, vector) if vector is not None else np.zeros(0, np.float32)
        by_words = self._index.with_words(wanted, BY_WORDS)
        best = ranked(ids, near, by_words, max(limit, READ_AGAIN) if thorough else limit)
        if thorough:
            best = self._read_again(best, words)
        whole = self._index.with_all_words(wanted, [each.id for each in best])
        return self._hits(best[:limit], whole)

    def like(self, picture: Path, limit: int) -> list[Hit]:
        """The pictures that are most like this one, itself left out.

        Raises PictureError, and SettingsError where the bundle has no finder.
        """
        if self._finder is None:
            raise SettingsError(
                gettext("The model {name} cannot compare pictures; name another one with --model.").format(
                    name=self._bundle.name
                )
            )
        vector = self._seen(self._finder, picture).astype(np.float32) / np.float32(127)
        ids, embeddings = self._index.embeddings(self._name, len(vector))
        best = ranked(ids, nearness(embeddings, vector), {}, limit + 1)
        itself = os.fspath(picture.absolute())
        return [hit for hit in self._hits(best, set()) if hit.found.path != itself][:limit]

    def _hits(self, best: Sequence[Ranked], whole: set[int]) -> list[Hit]:
        least = self._finder.fitting if self._finder else 1.0
        by_id = {each.id: each for each in best}
        return [
            Hit(
                found=found,
                score=by_id[found.id].score,
                nearness=by_id[found.id].nearness,
                fits=found.id in whole or (by_id[found.id].nearness or 0.0) >= least,
            )
            for found in self._index.found([each.id for each in best])
        ]

    def _seen(self, finder: Finder, picture: Path) -> Bytes:
        network = self._bundle.network()
        return finder.picture(network.encode(squeeze(open_picture(picture).image, network.image_size)))

    def _read_again(self, best: Sequence[Ranked], words: str) -> list[Ranked]:
        network = self._bundle.network()
        likelihood = Likelihood(network, self._bundle.vocabulary, without_picture(network))
        alone = float(likelihood.alone([words])[0])
        again = []
        paths = {found.id: found.path for found in self._index.found([each.id for each in best])}
        for each in best:
            gain, path = None, paths.get(each.id)
            if path is not None:
                with suppress(PictureError):  # what is gone, or changed, keeps its place
                    pixels = squeeze(open_picture(Path(path)).image, network.image_size)
                    gain = float(likelihood.given(network.encode(pixels), [words])[0]) - alone
            again.append((each, gain))
        return reordered(again)


def reordered(read: Sequence[tuple[Ranked, float | None]]) -> list[Ranked]:
    """By score and by how much each picture speaks for the words; one that was not read is as the others."""
    gains = [gain for _, gain in read if gain is not None]
    usual = float(np.mean(gains)) if gains else 0.0
    scored = [
        replace(each, score=each.score + CAPTIONER_COUNTS * (0.0 if gain is None else gain - usual))
        for each, gain in read
    ]
    return sorted(scored, key=lambda each: (-each.score, -each.id))
