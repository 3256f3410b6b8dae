"""How the words of a caption hang together: who, what they do to what, and where.

Captions are short and alike, so their order and a few words tell what hangs on what. Where that goes wrong,
a phrase hangs on another one than it should; each word is still in exactly one phrase.
"""

from collections.abc import Iterator, Sequence

from narrator.captioning.claims import claims_of
from narrator.captioning.content import (
    AUXILIARIES,
    ONE_OR_TWO,
    PARTS,
    is_adverb,
    is_gerund,
    is_participle,
)
from narrator.captioning.general import is_alive, is_worn
from narrator.captioning.phrases import Phrase, Sort

HAVING = frozenset({"had", "has", "have", "having"})
PRONOUNS = frozenset({"he", "him", "it", "she", "something", "them", "they"})
DETERMINERS = frozenset(
    {
        *("a", "all", "an", "another", "both", "different", "each", "few", "her", "his", "its", "many"),
        *("more", "no", "one", "other", "others", "second", "several", "some", "the", "their", "these"),
        *("third", "this", "those"),
    }
)
_PREPOSITIONS = frozenset(
    {
        *("about", "above", "across", "after", "against", "along", "alongside", "among", "around", "at"),
        *("atop", "away", "before", "behind", "below", "beneath", "beside", "between", "by", "down"),
        *("during", "for", "from", "in", "inside", "into", "like", "near", "next", "of", "off", "on", "onto"),
        *("out", "outside", "over", "past", "through", "to", "together", "toward", "towards", "under"),
        *("underneath", "up", "upon", "with", "without"),
    }
)
_RELATIVES = frozenset({"that", "which", "who"})
MEANWHILE = frozenset({"as", "if", "when", "where", "while", "whilst"})
JOINING = frozenset({"and", "but", "or"})
_AROUND_VERBS = frozenset({"about", "also", "just", "not", "to"})
_OF_WHAT_THEY_FOLLOW = frozenset({"for", "like", "of", "with", "without"})
"""Prepositions that tell of the object before them rather than of the action."""


def clauses_of(caption: str) -> list[Phrase]:
    """The clauses of a caption of lower-case words, at least one; most captions have one."""
    reading = _Reading(caption)
    while reading.goes_on:
        reading.read_next()
    return reading.clauses


def determiner_of(noun: Phrase, words: Sequence[str]) -> str:
    """The last article or the like before what a noun names: "a" for "top of a desk", "" for "dogs"."""
    return next((words[place] for place in reversed(noun.places) if words[place] in DETERMINERS), "")


class _Reading:
    """Reads from left to right, and remembers on what the next phrase may hang."""

    def __init__(self, caption: str) -> None:
        self._words = caption.split()
        self._claims = {claim.place: claim for claim in claims_of(caption)}
        self._at = 0
        self._verb: Phrase | None = None
        self._noun: Phrase | None = None
        self._holder: Phrase | None = None  # what has the last noun among its nouns
        self._says_whole = False  # whether the clause has its main verb: "is running", "runs"
        self._clause = Phrase(sort=Sort.CLAUSE, places=[])
        self.clauses = [self._clause]
        if self._word() == "there":
            self._clause.places = self._take(2 if self._word(1) in AUXILIARIES else 1)

    @property
    def goes_on(self) -> bool:
        return self._at < len(self._words)

    def read_next(self) -> None:
        """Read one phrase, and hang it on another."""
        link = self._take(0)
        while self._word() in _RELATIVES | MEANWHILE | JOINING:
            link += self._take(1)
        if self._verb_ahead():
            self._read_verb(link)
        elif self._noun_ahead():
            self._read_noun(link)
        elif self._word() in _PREPOSITIONS:
            self._read_place(link)
        else:
            self._hang(Phrase(sort=Sort.LOOSE, places=[*link, *self._take(1)]))

    # What stands at the cursor, or a few words ahead of it.

    def _word(self, ahead: int = 0) -> str:
        place = self._at + ahead
        return self._words[place] if place < len(self._words) else ""

    def _kind(self, ahead: int = 0) -> str:
        claim = self._claims.get(self._at + ahead)
        return "" if claim is None else claim.kind

    def _describes(self, ahead: int = 0) -> bool:
        return self._kind(ahead) in ("colour", "number", "quality")

    def _noun_ahead(self, ahead: int = 0) -> bool:
        named = self._describes(ahead) or self._kind(ahead) == "thing"
        return named or self._word(ahead) in DETERMINERS | PRONOUNS | PARTS

    def _verb_ahead(self) -> bool:
        ahead = 0
        while self._word(ahead) in _AROUND_VERBS or is_adverb(self._word(ahead)):
            ahead += 1
        return self._kind(ahead) == "action" or self._word(ahead) in AUXILIARIES | HAVING

    def _begins_clause(self, noun: Phrase) -> bool:
        """Whether this noun, which was just read after "and", does something of its own."""
        return self._verb_ahead() and (self._is_alive(noun) or self._says_whole)

    # Reading.

    def _take(self, number: int) -> list[int]:
        start, self._at = self._at, min(self._at + number, len(self._words))
        return list(range(start, self._at))

    def _read_noun(self, link: list[int]) -> None:
        before = self._at
        joins = self._words[link[-1]] if link else ""
        nouns = self._nouns(link=link)
        new = joins in JOINING or (joins in MEANWHILE and self._verb_ahead())
        if new and self._clause.nouns and self._verb is not None:
            nouns[0].link = []
            self._clause = Phrase(sort=Sort.CLAUSE, places=[], link=link, nouns=nouns)
            self.clauses.append(self._clause)
            self._verb, self._noun, self._holder = None, nouns[-1], self._clause
            self._says_whole = False
            return
        assert self._at > before or link
        if not self._clause.nouns or (joins in JOINING and self._verb is None):
            self._clause.nouns += nouns
            self._noun, self._holder = nouns[-1], self._clause
            return
        nouns[0].link = []
        self._hang(Phrase(sort=Sort.PLACE, places=link, nouns=nouns))

    def _read_place(self, link: list[int]) -> None:
        places: list[int] = []
        while self._word() in _PREPOSITIONS and not (places and (self._verb_ahead() or self._noun_ahead())):
            places += self._take(1)
        if self._verb_ahead():
            self._read_verb([*link, *places])
        elif self._noun_ahead():
            place = Phrase(sort=Sort.PLACE, places=places, link=link)
            place.nouns = self._nouns()
            self._hang(place)
            self._noun, self._holder = place.nouns[-1], place
        else:
            self._hang(Phrase(sort=Sort.LOOSE, places=places, link=link))

    def _read_verb(self, link: list[int]) -> None:
        verb = Phrase(sort=Sort.VERB, places=[], link=link)
        word = self._word()
        if not link and not (is_gerund(word) or is_participle(word) or is_adverb(word)):
            self._says_whole = True
        while self._word() in _AROUND_VERBS | AUXILIARIES | HAVING or is_adverb(self._word()):
            if self._describes():
                verb.modifiers.append(self._claims[self._at])
            verb.places += self._take(1)
        if self._kind() == "action":
            verb.head = self._claims[self._at]
            verb.places += self._take(1)
        self._verb_owner(verb).parts.append(verb)
        self._verb = verb
        if self._noun_ahead():
            verb.nouns = self._nouns(doing=True)
            self._noun, self._holder = verb.nouns[-1], verb

    def _nouns(
        self, *, link: list[int] | None = None, doing: bool = False, bare: bool = False
    ) -> list[Phrase]:
        """Nouns joined by "and"; after "of" those alone that have no article of their own."""
        nouns = [self._one_noun(link or [])]
        while self._word() in ("and", "or") and self._noun_ahead(1):
            if bare and self._word(1) in DETERMINERS:
                break
            before = self._at
            noun = self._one_noun(self._take(1))
            if (doing or self._verb is not None) and self._begins_clause(noun):
                self._at = before
                break
            nouns.append(noun)
        return nouns

    def _one_noun(self, link: list[int]) -> Phrase:
        noun = Phrase(sort=Sort.NOUN, places=[], link=link)
        while self.goes_on and noun.head is None:
            if self._word() in DETERMINERS | PARTS and self._word(1) == "of" and self._noun_ahead(2):
                noun.places += self._take(2)
            elif self._describes():
                noun.modifiers.append(self._claims[self._at])
                near = [self._word(ahead) for ahead in range(3)] == ["close", "up", "of"] and noun.places
                noun.places += self._take(3 if near or noun.modifiers[-1].word == ONE_OR_TWO else 1)
            elif self._kind() == "thing":
                noun.head = self._claims[self._at]
                noun.places += self._take(1)
            elif self._introduces_description(noun):
                noun.places += self._take(1)
            elif self._word() in PRONOUNS | PARTS and not noun.modifiers:
                noun.places += self._take(1)
                break
            else:
                break
        if noun.head is None and noun.modifiers:
            noun.head = noun.modifiers.pop()
        while self._word() == "of" and self._noun_ahead(1):
            of = Phrase(sort=Sort.PLACE, places=self._take(1))
            of.nouns = self._nouns(bare=True)
            noun.parts.append(of)
        return noun

    def _introduces_description(self, noun: Phrase) -> bool:
        """Whether the word at the cursor claims nothing, and stands before what describes or is the head."""
        if self._word() in DETERMINERS:
            return all(each.kind == "number" or each.word == "close" for each in noun.modifiers)
        if self._word() in ("and", "or"):
            return bool(noun.modifiers) and self._goes_on_describing()
        return self._word() in ("so", "very") and self._describes(1)

    def _goes_on_describing(self) -> bool:
        """Whether the "and" at the cursor joins two words that describe: "black and white dog"."""
        return self._kind(1) in ("colour", "quality") and not is_adverb(self._word(1))

    # What hangs on what.

    def _hang(self, phrase: Phrase) -> None:
        self._owner(phrase).parts.append(phrase)

    def _owner(self, phrase: Phrase) -> Phrase:
        """What a place, or words that claim nothing, tell of."""
        noun, verb, holder = self._noun, self._verb, self._holder
        if noun is None or holder is None:
            return verb or self._clause
        if verb is None:
            subject = self._clause.nouns[-1] if self._clause.nouns else noun
            if len(self._clause.nouns) > 1 and holder is self._clause and not self._follows(phrase):
                return self._clause
            return subject if self._is_alive(subject) and not self._is_had(holder) else noun
        if noun.places and verb.places and noun.places[-1] < verb.places[0]:
            return verb
        done_with = not verb.nouns and verb.parts[:1] == [holder]  # "playing with a ball in the grass"
        low = (
            (self._follows(phrase) and holder is verb)
            or (self._is_dress(phrase) and self._is_alive(noun))
            or (self._is_had(holder) and not done_with)
            or self._points_back()
        )
        return noun if low else verb

    def _verb_owner(self, verb: Phrase) -> Phrase:
        """Who does it."""
        link = {self._words[place] for place in verb.link}
        first = self._words[verb.places[0]]
        noun, last = self._noun, self._verb
        if link & _RELATIVES and noun is not None:
            return noun
        if "to" in (first, *link) and last is not None:
            return last
        if link & JOINING and last is not None:
            return next(each for each in self._walk() if last in each.parts)
        if last is None or noun is None or link or self._holder is self._clause:
            return self._clause
        if not (is_gerund(first) or is_participle(first) or is_adverb(first)):
            return self._clause
        low = self._is_had(self._holder) or is_participle(first) or self._is_alive(noun)
        return noun if low and noun.places[-1] > last.places[-1] else self._clause

    def _walk(self) -> Iterator[Phrase]:
        for clause in self.clauses:
            yield from clause.walk()

    def _is_had(self, holder: Phrase | None) -> bool:
        """Whether its nouns come with another: "with a ball", "has a ball"."""
        if holder is None or not holder.places:
            return False
        words = {self._words[place] for place in holder.places}
        return bool(words & HAVING) or (holder.sort is Sort.PLACE and "with" in words)

    def _is_alive(self, noun: Phrase) -> bool:
        return noun.head is not None and is_alive(noun.head.word)

    def _follows(self, place: Phrase) -> bool:
        """Whether it tells of the noun before it."""
        return bool(place.places) and self._words[place.places[-1]] in _OF_WHAT_THEY_FOLLOW

    def _is_dress(self, place: Phrase) -> bool:
        if [self._words[each] for each in place.places] != ["in"]:
            return False
        heads = [noun.head for noun in place.nouns if noun.head is not None]
        return any(is_worn(head.word) or head.kind == "colour" for head in heads)

    def _points_back(self) -> bool:
        """Whether "it" or the like is still to come, which may mean the last noun."""
        return not {"it", "its", "them"}.isdisjoint(self._words[self._at - 1 :])
