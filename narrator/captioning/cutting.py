"""A caption without what is doubtful: what hangs on it falls with it, and the rest is still a sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from narrator.captioning.claims import Claimed
from narrator.captioning.content import AUXILIARIES, ONE_OR_TWO, is_participle, is_plural
from narrator.captioning.general import OF_ANOTHER_THING, UNCOUNTED, is_alive
from narrator.captioning.parsing import DETERMINERS, HAVING, JOINING, MEANWHILE, clauses_of
from narrator.captioning.phrases import Phrase, Sort
from narrator.captioning.remainder import ARTICLES, Remainder
from narrator.enumeration import enumerated

_SHADES = frozenset({"bright", "dark", "light"})
_NEED_AN_OBJECT = frozenset({"doing", "having", "making", "performing", "showing", "taking", "wearing"})
_OF_NO_THINGS = frozenset({"doing", "having", "making", "performing", "playing", "taking"})
"""What is done so is an action itself: "playing tennis"."""
_DO_WITHOUT = frozenset(
    {
        *("climbing", "cooking", "cutting", "drinking", "driving", "eating", "jumping", "kicking"),
        *("painting", "playing", "reading", "riding", "singing", "skiing", "surfing", "swinging", "walking"),
        *("washing", "watching", "writing"),
    }
)
"""Actions that can be told without saying to what they are done."""
_NEED_A_PLACE = frozenset(
    {
        *("attached", "covered", "decorated", "dressed", "filled", "getting", "leading", "lined", "loaded"),
        *("made", "mounted", "surrounded", "topped", "trying"),
    }
)
_POSTURES = frozenset({"laying", "leaning", "lying", "sitting", "standing"})
"""Nothing is told of a thing, which always does this, without where it does."""
_WITH = frozenset(
    {
        *("carrying", "catching", "eating", "holding", "playing", "pulling", "pushing", "showing"),
        *("swinging", "throwing", "using", "walking"),
    }
)
"""Whoever does this to a thing has it with them."""
_WAVES = frozenset({"wave", "waves"})
"""Whoever does something to one is on it."""
_AIMED = frozenset({"barking", "looking", "pointing", "smiling", "staring", "swinging", "waving"})
"""Whoever does this "at" something need not be there."""
_MOVING = {"across": "on", "into": "in", "onto": "on", "through": "in"}
"""Where one is who moves so."""
_RESTING = frozenset(
    {
        *("above", "against", "among", "around", "at", "atop", "behind", "below", "beneath", "beside"),
        *("between", "by", "in", "inside", "near", "on", "outside", "under", "underneath", "with", "without"),
    }
)
"""Prepositions that tell where or with what somebody is who does nothing."""
_SIDES = frozenset({"front", "middle", "side", "top"})
_NOT_BY_THEMSELVES = frozenset(
    {"air", "background", "distance", "foreground", "game", "jump", "pose", "trick"}
)
"""What is nothing to see where nobody is or does anything."""
_PLAYED = frozenset(
    {"baseball", "basketball", "football", "golf", "hockey", "rugby", "soccer", "tennis", "volleyball"}
)
"""The same, where they have no article: "a baseball" is a ball."""
_MEASURES = frozenset({"body", "kind", "number", "piece", "set", "slice", "type", "variety"})
"""What is nothing without that of which it is one."""
_MOST_LISTED = 3


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What is left of a caption."""

    sentence: str
    places: frozenset[int]
    """Where in the caption the words are that are left; what has another name instead is at its old place."""


def cut(caption: str, kept: Collection[int], instead: Mapping[int, str] | None = None) -> Rest | None:
    """A caption of lower-case words without the claims whose places are not `kept`; None if nothing is left.

    `instead` has other names for things, by their places, which are told where these are not kept. What hangs
    on something that is not told is not told either. Where nobody is told who does something, the things that
    are left are listed: "a bed and a dog".
    """
    clauses = clauses_of(caption)
    words = caption.split()
    phrases = [phrase for clause in clauses for phrase in clause.walk()]
    if all(claim.place in kept for phrase in phrases for claim in phrase.claims):
        return Rest(sentence=caption, places=frozenset(range(len(words))))
    cutting = _Cut(words, kept, instead or {})
    told = [clause for clause in clauses if cutting.clause(clause)]
    if not told:
        return _listed(clauses, words, kept, instead or {})
    cutting.left.drop(told[0].link)
    sentence = cutting.left.text()
    return Rest(sentence=sentence, places=cutting.left.places) if sentence else None


def _listed(
    clauses: Sequence[Phrase], words: Sequence[str], kept: Collection[int], instead: Mapping[int, str]
) -> Rest | None:
    """The things that are left, each by itself."""
    names: list[str] = []
    places: set[int] = set()
    ahead = list(clauses)
    while ahead and len(names) < _MOST_LISTED:
        phrase = ahead.pop(0)
        alone = _Cut(words, kept, instead)
        if alone.thing(phrase) and alone.left.text() not in names:
            names.append(alone.left.text())
            places |= alone.left.places
            ahead = [*(part for part in phrase.parts if not _is_of(part, words)), *ahead]
        else:
            ahead = [*phrase.nouns, *phrase.parts, *ahead]
    if not names:
        return None
    return Rest(sentence=enumerated(names), places=frozenset(places))


def _is_of(part: Phrase, words: Sequence[str]) -> bool:
    return part.sort is Sort.PLACE and [words[place] for place in part.places] == ["of"]


class _Cut:
    """Drops what is doubtful. Its methods return what stays of a phrase, or whether something does."""

    def __init__(self, words: Sequence[str], kept: Collection[int], instead: Mapping[int, str]) -> None:
        self.left = Remainder(words)
        self._kept = kept
        self._instead = instead
        self._subjects: list[int] = []

    def clause(self, clause: Phrase) -> bool:
        self._subjects += [noun.places[-1] for noun in clause.nouns]
        stay = self._nouns(clause)
        if not stay:
            return self._drop(clause)
        if len(stay) < len(clause.nouns) or not all(self._is_told(noun) for noun in stay):
            self.left.drop(clause.places)  # "there are"
            self._make_single(clause)
        told = self._parts(clause)
        if clause.link and clause.parts and not told:
            self.left.drop(clause.link)
            self.left.put("with", clause.link[-1])
        return True

    def thing(self, noun: Phrase) -> bool:
        """Leave a thing alone in the caption: not where it is, nor what it does."""
        if noun.head is None or noun.head.kind != "thing" or not self._noun(noun):
            return False
        played = noun.head.word in _PLAYED and len(noun.places) == 1
        if played or noun.head.word in _NOT_BY_THEMSELVES:
            return False
        ofs = [place for part in noun.parts if _is_of(part, self.left.before) for place in part.extent]
        before = self.left.before
        front = max((at for at in noun.places if before[at] in _SIDES), default=-2)  # "top of a desk"
        own = [place for place in noun.places if place > front + 1]
        self.left.drop(place for place in range(len(before)) if place not in {*own, *ofs})
        self.left.disown(noun.places[0], single=not is_plural(noun.head.word))
        return True

    def _noun(self, noun: Phrase, *, of_stays: bool = True) -> bool:
        if noun.head is None or self._names(noun):
            self._describe(noun)
            self._parts(noun)
            return not self._says_nothing(noun)
        # "a plate of food" without the plate is food.
        for of in noun.parts if of_stays else ():
            if _is_of(of, self.left.before) and self._nouns(of):
                self.left.drop([*noun.places, *of.places])
                for other in noun.parts:
                    _ = other is of or self._part(other, of=noun) or self._drop(other)
                return True
        return False

    def _nouns(self, phrase: Phrase, *, of_stays: bool = True) -> list[Phrase]:
        """Those of its nouns that stay."""
        stay = [noun for noun in phrase.nouns if self._noun(noun, of_stays=of_stays) or self._drop(noun)]
        if stay and stay[0] is not phrase.nouns[0]:
            self.left.drop(stay[0].link)
            if self._shares_article(phrase.nouns[0], stay[0]):
                self.left.give_article(stay[0].places)
        return stay

    def _parts(self, phrase: Phrase) -> bool:
        """Whether a part that claims something stays."""
        told: list[Phrase] = []
        for part in phrase.parts:
            if not self._part(part, of=phrase):
                self._drop(part)
                continue
            if not any(other.sort is part.sort and self._is_told(other) for other in told):
                self.left.drop([at for at in part.link if self.left.before[at] in JOINING | MEANWHILE])
            if part.sort is not Sort.LOOSE:
                told.append(part)
        return bool(told)

    def _part(self, part: Phrase, *, of: Phrase) -> bool:
        if part.sort is Sort.LOOSE:
            return True
        if part.sort is Sort.VERB:
            return self._verb(part, of=of)
        stay = self._nouns(part, of_stays=self._is(part, "of", "with"))
        whole = len(stay) == len(part.nouns)
        return bool(stay) and (whole or not self._is(part, "between"))

    def _verb(self, verb: Phrase, *, of: Phrase) -> bool:
        doubtful = verb.head is not None and verb.head.place not in self._kept
        stay = [] if doubtful else self._nouns(verb)
        lacking = bool(verb.nouns) and not stay
        if doubtful or (lacking and (verb.head is None or verb.head.word in _NEED_AN_OBJECT)):
            return self._undone(verb)
        if lacking and verb.head and verb.head.word not in _DO_WITHOUT:
            self.left.put("something", verb.nouns[0].places[-1])
        self.left.drop(adverb.place for adverb in verb.modifiers if adverb.place not in self._kept)
        told = self._parts(verb)
        needs_place = _NEED_A_PLACE if _is_alive(of) else _NEED_A_PLACE | _POSTURES
        hollow = verb.head is None or verb.head.word in needs_place
        return bool(stay) or told or not hollow or not (verb.nouns or verb.parts)

    def _undone(self, verb: Phrase) -> bool:
        """What stays where an action is not told: "a dog in the grass", "a person with a ball"."""
        self.left.drop([*verb.link, *verb.places])
        stay = [] if verb.head and verb.head.word in _OF_NO_THINGS else self._nouns(verb)
        if not stay:
            self.left.drop(place for noun in verb.nouns for place in noun.extent)
        elif verb.head and verb.head.word == "wearing":
            self.left.put("in", verb.places[-1])
        elif stay[0].head and stay[0].head.word in _WAVES:
            self.left.put("on", verb.places[-1])
        else:
            # "and" only right after who it is, or it would join something else.
            apart = self.left.last_before(verb.places[0]) not in self._subjects
            with_it = apart or verb.head is None or verb.head.word in _WITH
            self.left.put("with" if with_it else "and", verb.places[-1])
        aimed = verb.head is not None and verb.head.word in _AIMED
        told = [part for part in verb.parts if self._rests(part, aimed=aimed) or self._drop(part)]
        return bool(stay or told)

    def _rests(self, part: Phrase, *, aimed: bool) -> bool:
        """Whether a place can be told of somebody of whom no action is."""
        if part.sort is not Sort.PLACE or not part.places or (aimed and self._is(part, "at")):
            return False
        preposition = self.left.before[part.places[-1]]
        if preposition in _MOVING and self._part(part, of=part):
            self.left.drop(part.places)
            self.left.put(_MOVING[preposition], part.places[-1])
            return True
        near = [self.left.before[place] for place in part.places] == ["next", "to"]
        return (near or preposition in _RESTING) and self._part(part, of=part)

    def _make_single(self, clause: Phrase) -> None:
        """Say what several do in a form that fits one: "a dog running" for "a dog and a cat are running"."""
        for verb in clause.parts:
            for place in verb.places if verb.sort is Sort.VERB else ():
                word = self.left.before[place]
                if word in HAVING:
                    self.left.put("with", place)
                elif word in AUXILIARIES:
                    self.left.drop([place])
                elif verb.head is not None and place == verb.head.place and not is_participle(word):
                    self.left.put(verb.head.word, place)

    # What describes a thing.

    def _names(self, noun: Phrase) -> bool:
        """Whether it still names something, perhaps by another name."""
        head = noun.head
        if head is None or head.kind != "thing":  # "in black and white"
            return any(claim.place in self._kept for claim in noun.claims)
        inseparable = [each for each in noun.modifiers if each.word in OF_ANOTHER_THING]
        if head.place in self._kept and all(each.place in self._kept for each in inseparable):
            return True
        if head.place not in self._instead:
            return False
        self.left.put(self._instead[head.place], head.place)
        self.left.drop(each.place for each in inseparable)
        if self._instead[head.place] in UNCOUNTED:
            own = [place for place in noun.places if self.left.before[place] in DETERMINERS | {"of"}][-1:]
            self.left.drop(place for place in own if self.left.before[place] in ARTICLES)
        return True

    def _describe(self, noun: Phrase) -> None:
        """Drop what is doubtful of what describes it."""
        described = [claim for claim in noun.claims if claim.kind != "thing"]
        told = [each for each in described if self._is_described(each, noun)]
        for each in described:
            if each not in told:
                self.left.drop(_spread(each, self.left.before))
        for place in noun.places:
            word = self.left.before[place]
            inside = place and self.left.before[place - 1 : place + 2] == ("one", "or", "two")
            parted = word in JOINING and not inside and not _is_joined(place, described, told)
            if parted or (word in ("so", "very") and not self.left.has(place + 1)):
                self.left.drop([place])

    def _is_described(self, claim: Claimed, noun: Phrase) -> bool:
        """Whether a word that describes a thing stays: "light" not without "blue", "snow covered" as one."""
        together = [claim.place]
        for other in noun.modifiers:
            before, after = sorted((claim, other), key=lambda each: each.place)
            shade = claim is before and before.word in _SHADES and after.kind == "colour"
            if after.place == before.place + 1 and (shade or is_participle(after.word)):
                together.append(other.place)
        return all(place in self._kept for place in together)

    def _shares_article(self, first: Phrase, noun: Phrase) -> bool:
        """Whether the article of the first of several is the other's too: "a bowl and spoon"."""
        if noun.head is None or is_plural(noun.head.word) or noun.head.word in UNCOUNTED:
            return False
        own = self.left.before[noun.places[0]] in DETERMINERS or noun.head.kind != "thing"
        counted = any(each.kind == "number" for each in noun.modifiers)
        return self.left.before[first.places[0]] in ARTICLES and not own and not counted

    # Small questions.

    def _says_nothing(self, noun: Phrase) -> bool:
        """Whether it is nothing without what hung on it: "one", "a piece"."""
        if noun.head is None:
            bare = DETERMINERS.issuperset(self.left.before[place] for place in noun.places[-1:])
            return bare and not self._is_left(noun.parts)
        ofs = [part for part in noun.parts if _is_of(part, self.left.before)]
        return noun.head.word in _MEASURES and bool(ofs) and not self._is_left(ofs)

    def _is_left(self, phrases: Sequence[Phrase]) -> bool:
        return any(self.left.has(place) for phrase in phrases for place in phrase.places)

    def _is(self, phrase: Phrase, *prepositions: str) -> bool:
        return bool(phrase.places) and self.left.before[phrase.places[-1]] in prepositions

    def _is_told(self, phrase: Phrase) -> bool:
        """Whether it is still told by what it is called."""
        place = phrase.head.place if phrase.head else phrase.places[-1] if phrase.places else -1
        return place >= 0 and self.left.has(place)

    def _drop(self, phrase: Phrase) -> bool:
        self.left.drop(phrase.extent)
        return False


def _is_alive(phrase: Phrase) -> bool:
    """Whether somebody or an animal is among those who do what hangs on it."""
    doers = phrase.nouns if phrase.sort is Sort.CLAUSE else [phrase]
    return any(each.head is None or each.head.kind == "action" or is_alive(each.head.word) for each in doers)


def _spread(claim: Claimed, words: Sequence[str]) -> range:
    """The places of all words that fall with one that describes: "one or two", "a close up of"."""
    if claim.word == "close" and words[claim.place + 1] == "up":
        return range(claim.place - 1, claim.place + 3)
    return range(claim.place, claim.place + (3 if claim.word == ONE_OR_TWO else 1))


def _is_joined(place: int, described: Sequence[Claimed], told: Sequence[Claimed]) -> bool:
    """Whether there is something alike on both sides of an "and" between words that describe."""
    before = [each for each in described if each.place < place]
    after = [each for each in described if each.place > place]
    alike = [each for each in before if each.kind == before[-1].kind and each in told]
    return bool(alike) and bool(after) and after[0] in told
