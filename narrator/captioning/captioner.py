"""The captioner: a picture in, captions with their evidence out."""

import base64
import time
from collections.abc import Callable
from dataclasses import replace
from os import PathLike

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.captioning.agreement import agreement_of
from narrator.captioning.bundle import Bundle
from narrator.captioning.confidence import Calibration
from narrator.captioning.decoding import SamplingOptions, beam, sample
from narrator.captioning.filters import LogitFilter, caption_filters, hue_filter
from narrator.captioning.finder import Finder
from narrator.captioning.judging import ClaimJudge, Evidence, Witness, judged_claims
from narrator.captioning.look import Look
from narrator.captioning.network import Network, OnnxNetwork
from narrator.captioning.neutral import neutral_candidates
from narrator.captioning.ranking import MOST_PROBABLE, RANKINGS, MostProbable, Ranker, merge
from narrator.captioning.shelves import find_bundle
from narrator.captioning.vocabulary import Vocabulary
from narrator.description import Candidate, Description, Thing
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.looking.glance import look_and_squeeze
from narrator.looking.kinds import DESCRIBABLE, HELD
from narrator.looking.measures import is_grey
from narrator.picture.opening import Picture, open_picture, squeeze

Source = str | PathLike[str] | bytes | Image.Image | NDArray[np.generic] | Picture | Look
"""What can be described: a path, the bytes of a file, an image, pixels, or what was opened or seen before."""

PEOPLE = ("neutral", "as captioned")
"""The words for people: person and child, or those that the network says, by which it is measured."""


class Captioner:
    """Describes pictures. It may be used by several threads at once."""

    def __init__(
        self,
        network: Network,
        vocabulary: Vocabulary,
        *,
        name: str,
        version: str,
        sampling: SamplingOptions | None = None,
        ranker: Ranker | None = None,
        people: str = "as captioned",
        calibration: Calibration | None = None,
        claims: str = "sure",
        judge: ClaimJudge | None = None,
        witness: Witness | None = None,
        finder: Finder | None = None,
    ) -> None:
        """Join a network with its vocabulary; `load` does this for a bundle.

        `people` is one of PEOPLE, `claims` one of CLAIMS. Without a calibration nobody tells how likely a
        caption is right, without a judge all that it claims is told, and without a finder a description has
        no embedding.
        """
        self._network = network
        self._vocabulary = vocabulary
        self._name = name
        self._version = version
        self._filters = caption_filters(vocabulary)
        self._grey_filters = (*self._filters, hue_filter(vocabulary))
        self._sampling = sampling or SamplingOptions()
        self._ranker = ranker or MostProbable()
        self._people = people
        self._calibration = calibration
        self._claims = claims
        self._judge = judge
        self._witness = witness
        self._finder = finder

    @classmethod
    def load(
        cls,
        model: str | None = None,
        threads: int | None = None,
        *,
        sampling: SamplingOptions | None = None,
        ranking: str = MOST_PROBABLE,
        people: str = "as captioned",
        claims: str = "sure",
        findable: bool = True,
        network: Callable[[], OnnxNetwork] | None = None,
    ) -> "Captioner":
        """Load the model of that name or folder, None for the default; `ranking` is one of RANKINGS.

        `people` is one of PEOPLE, and `claims` one of CLAIMS. Where descriptions are not kept, nobody finds
        them: without `findable` they have no embedding, which saves time and 27 MB. `network` gives the one
        of the model's graphs, where somebody has begun to load it.

        Raises `BundleError`, and `SettingsError` for a ranking that there is not.
        """
        if ranking not in RANKINGS:
            raise SettingsError(
                gettext("There is no ranking {ranking}; set it to {rankings}.").format(
                    ranking=ranking, rankings=" or ".join(RANKINGS)
                )
            )
        bundle = Bundle.open(find_bundle(model))
        loaded = bundle.fitting(network()) if network else bundle.network(threads)
        calibration = bundle.calibrated(loaded.witness_widths)
        return cls(
            loaded,
            bundle.vocabulary,
            name=bundle.name,
            version=bundle.version,
            sampling=sampling,
            ranker=RANKINGS[ranking],
            people=people,
            calibration=calibration,
            claims=claims,
            judge=None if calibration is None else calibration.claims,
            witness=None if calibration is None else calibration.seen_things,
            finder=bundle.found_by() if findable else None,
        )

    @property
    def name(self) -> str:
        """The bundle's name."""
        return self._name

    @property
    def version(self) -> str:
        """The bundle's version."""
        return self._version

    @property
    def network(self) -> Network:
        """What sees and says."""
        return self._network

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that it knows."""
        return self._vocabulary

    @property
    def calibration(self) -> Calibration | None:
        """What tells how far it can be trusted, if there is that."""
        return self._calibration

    def look(self, picture: Source) -> Look:
        """Open a picture and let the encoder see it, which is most of the work of describing it.

        Raises `PictureError`.
        """
        if isinstance(picture, Look):
            return picture
        started = time.perf_counter()
        opened = _opened(picture)
        pixels = squeeze(opened.image, self._network.image_size)
        return self._seen(opened, pixels, opening=time.perf_counter() - started)

    def features(self, picture: Source) -> NDArray[np.float32]:
        """What the encoder sees in a picture, as a unit vector; 1 - a @ b is the distance of two scenes.

        Raises `PictureError`.
        """
        return self.look(picture).features

    def describe(self, picture: Source, samples: int = 10, seed: int | None = None) -> Description:
        """Look what kind of picture it is, and caption it if there can be a scene in it.

        Without one (a blank picture, a page of text) the description has no candidates, and only its kind and
        its colours can be told.
        `timings` holds the seconds of `open` and `look`, of `encode` if the network was asked, and of
        `decode` if there are candidates; to make the picture as small as the network's is a part of `look`.
        Raises `PictureError`, and `SettingsError` for samples or a seed that cannot be.
        """
        options = self._options(samples, seed)
        started = time.perf_counter()
        opened = picture.picture if isinstance(picture, Look) else _opened(picture)
        opening = time.perf_counter() - started
        looked, pixels = look_and_squeeze(opened, self._network.image_size)
        timings = {"open": opening, "look": time.perf_counter() - started - opening}
        if looked.worth_encoding:
            seen = picture if isinstance(picture, Look) else self._seen(opened, pixels, opening=opening)
            description = self._recognised(seen, options, seed, looked.kind)
            looked = looked.known_as(description.kind)
        else:
            description = self._described(opened, ())
        timings = {**description.timings, **timings}
        return replace(
            description, kind=looked.kind, colours=looked.colours, advice=looked.advice, timings=timings
        )

    def describe_as(
        self, picture: Source, kind: str, samples: int = 10, seed: int | None = None
    ) -> Description:
        """The rest of `describe`, of a picture that somebody has looked at and takes for this `kind`.

        The description's kind is the one as which the network recognises it. It has neither colours nor
        advice.
        Raises `PictureError`, and `SettingsError` for samples or a seed that cannot be.
        """
        return self._recognised(self.look(picture), self._options(samples, seed), seed, kind)

    def caption(
        self, picture: Source, samples: int = 10, seed: int | None = None, *, kind: str = "photo"
    ) -> Description:
        """Sample captions, the one to speak first. The same seed gives the same captions.

        Nobody looks first whether there is anything to see: of a blank picture it invents a scene. `kind` is
        what somebody found who did, and tells how far the caption can be trusted.
        `timings` holds the seconds of `open`, `encode` and `decode`.
        Raises `PictureError`, and `SettingsError` for samples or a seed that cannot be.
        """
        return self._sampled(self.look(picture), self._options(samples, seed), seed, kind)

    def beam(self, picture: Source, width: int = 3) -> tuple[Candidate, ...]:
        """The captions of a beam search, the most probable a word first.

        Raises `PictureError`, and `SettingsError` when the width is less than 1.
        """
        look = self.look(picture)
        filters = self.filters_for(look)
        hypotheses = beam(self._network, look.state, width, filters, self._sampling.maximum_words)
        return merge(hypotheses, self._vocabulary)

    def _options(self, samples: int, seed: int | None) -> SamplingOptions:
        if seed is not None and seed < 0:
            raise SettingsError(gettext("The seed is {seed}; set it to 0 or more.").format(seed=seed))
        return replace(self._sampling, samples=samples)

    def recognise(self, look: Look, kind: str) -> str:
        """The kind of a picture that measures take for `kind`, once the network has seen it too."""
        recognition = None if self._calibration is None else self._calibration.recognition
        return kind if recognition is None else recognition.kind(look.features, kind)

    def _seen(self, picture: Picture, pixels: NDArray[np.uint8], *, opening: float) -> Look:
        started = time.perf_counter()
        state = self._network.encode(pixels)
        timings = {"open": opening, "encode": time.perf_counter() - started}
        return Look(picture=picture, state=state, timings=timings, grey=is_grey(pixels))

    def filters_for(self, look: Look) -> tuple[LogitFilter, ...]:
        """What captions of this picture may not say."""
        return self._grey_filters if look.grey else self._filters

    def _recognised(self, look: Look, options: SamplingOptions, seed: int | None, kind: str) -> Description:
        kind = self.recognise(look, kind)
        embedding = self._embedding(look)
        if kind in DESCRIBABLE:
            return replace(self._sampled(look, options, seed, kind), embedding=embedding)
        # Of a scan or a drawing the witness, which knows photographs, says "a computer" with much certainty.
        things = self._things(look) if kind in HELD else ()
        return replace(
            self._described(look.picture, ()),
            kind=kind,
            timings=look.timings,
            things=things,
            embedding=embedding,
        )

    def _embedding(self, look: Look) -> str | None:
        if self._finder is None:
            return None
        return base64.b64encode(self._finder.picture(look.state).tobytes()).decode()

    def _things(self, look: Look) -> tuple[Thing, ...]:
        return self._witness(look) if self._witness else ()

    def _besides(self, things: tuple[Thing, ...], told: str | None) -> tuple[Thing, ...]:
        witness = None if self._calibration is None else self._calibration.witness
        return things if witness is None else witness.besides(things, told)

    def _sampled(self, look: Look, options: SamplingOptions, seed: int | None, kind: str) -> Description:
        started = time.perf_counter()
        rng, filters = np.random.default_rng(seed), self.filters_for(look)
        hypotheses = sample(self._network, look.state, options, rng, filters)
        candidates = self._ranker.rank(merge(hypotheses, self._vocabulary))
        timings = {**look.timings, "decode": time.perf_counter() - started}
        neutral = neutral_candidates(candidates)
        if self._people == "neutral":  # here, so that speech, the journal and scripts have the same words
            candidates = neutral
        things = self._things(look)
        description = replace(
            self._described(look.picture, candidates), kind=kind, timings=timings, things=things
        )
        claims = None
        if self._judge is not None:
            evidence = Evidence.of(candidates, hypotheses, look, kind, things)
            claims = judged_claims(self._judge, evidence, self._claims)
            description = replace(description, claims=claims, things=self._besides(things, claims.told))
        if self._calibration is None or description.told is None:
            return description
        agreement = description.agreement if candidates == neutral else None
        confidence = self._calibration.confidence(neutral, look.features, kind, agreement, claims)
        return replace(description, confidence=confidence, band=self._calibration.band(confidence, kind))

    def _described(self, picture: Picture, candidates: tuple[Candidate, ...]) -> Description:
        return Description(
            candidates=candidates,
            bundle=f"{self._name} {self._version}",
            size=picture.size,
            notes=picture.notes,
            written=picture.written,
            agreement=agreement_of(candidates) if candidates else None,
        )


def _opened(source: Source) -> Picture:
    assert not isinstance(source, Look)
    return source if isinstance(source, Picture) else open_picture(source)
