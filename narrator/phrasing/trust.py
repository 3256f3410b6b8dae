"""How far what is said can be trusted: chances, shares, and what is left out because it is doubtful."""

from collections.abc import Collection

from narrator.description import Claim, Description, shares
from narrator.languages.catalogue import gettext, pgettext
from narrator.languages.passages import filled, joined
from narrator.phrasing.wording import as_sentence, capitalised, named, worded


def chance(description: Description) -> tuple[str, ...]:
    """How often what is told as surely is right, in sentences; nothing if that is not known.

    What is told comes first where it is not a whole caption.
    """
    if description.confidence is None:
        return ()
    shorter = description.told is not None and description.told != description.caption
    told: tuple[str, ...] = ()
    if shorter:
        words = as_sentence(worded(description, description.told or ""))
        told = (filled(gettext("What is told of it: {words}"), words=words),)
    one = shorter or len(description.candidates) == 1
    tenths = round(10 * description.confidence)
    return (*told, filled(_of_this_one(tenths) if one else _of_the_first(tenths), tenths=tenths))


def doubtful(description: Description) -> tuple[str, ...]:
    """What the caption says and nobody is told, in a sentence: "Doubtful: a banana, 3 in ten."."""
    claims = () if description.claims is None else description.claims.each
    left_out = [claim for claim in claims if not claim.told]
    things = {claim.words.split()[-1] for claim in left_out if claim.kind == "thing"}
    each = [
        _with_chance(named(description, claim.words), claim.probability)
        for claim in left_out
        if not _describes(claim, things)
    ]
    return (filled(gettext("Doubtful: {what}."), what=joined(each, gettext("; "))),) if each else ()


def seen(description: Description) -> tuple[str, ...]:
    """What is seen in the picture besides the caption, in a sentence: "Recognised: a bottle, 7 in ten."."""
    each = [_with_chance(named(description, thing.name), thing.probability) for thing in description.things]
    return (filled(gettext("Recognised: {what}."), what=joined(each, gettext("; "))),) if each else ()


def weighed_captions(description: Description) -> tuple[str, ...]:
    """One sentence for each distinct caption, with its share in percent: "A dog on a beach, 62 percent."."""
    return tuple(
        filled(
            _share(share),
            caption=capitalised(worded(description, candidate.caption)),
            percent=f"{share:.0%}"[:-1],
        )
        for candidate, share in zip(description.candidates, shares(description.candidates), strict=True)
    )


def _of_this_one(tenths: int) -> str:
    if tenths == 0:
        return gettext("Of captions as sure as this one, hardly any is right.")
    if tenths == 1:
        return gettext("Of captions as sure as this one, one in ten is right.")
    if tenths == 10:
        return gettext("Of captions as sure as this one, nearly all are right.")
    return gettext("Of captions as sure as this one, {tenths} in ten are right.")


def _of_the_first(tenths: int) -> str:
    if tenths == 0:
        return gettext("Of captions as sure as the first, hardly any is right.")
    if tenths == 1:
        return gettext("Of captions as sure as the first, one in ten is right.")
    if tenths == 10:
        return gettext("Of captions as sure as the first, nearly all are right.")
    return gettext("Of captions as sure as the first, {tenths} in ten are right.")


def _describes(claim: Claim, things: Collection[str]) -> bool:
    """Whether it only describes what is one of the things."""
    return claim.kind in ("colour", "number", "quality") and claim.words.split()[-1] in things


def _with_chance(words: str, probability: float) -> str:
    tenths = round(10 * probability)
    if tenths == 0:
        template = pgettext("of a thing", "{words}, hardly likely")
    elif tenths == 10:
        template = pgettext("of a thing", "{words}, almost certain")
    else:
        template = pgettext("of a thing", "{words}, {tenths} in ten")
    return filled(template, words=words, tenths=tenths)


def _share(share: float) -> str:
    if share < 0.005:
        return gettext("{caption}, less than 1 percent.")
    if share > 0.995:
        return gettext("{caption}, more than 99 percent.")
    return gettext("{caption}, {percent} percent.")
