"""The second describer: asked about a picture, it answers in sentences, each as soon as it is there."""

import json
import re
from abc import abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext
from narrator.picture.picture import Picture
from narrator.second.address import Address
from narrator.second.consent import refuse
from narrator.second.events import events_of
from narrator.second.exchange import asked, chunks_of, whole
from narrator.second.models import chosen_model, spoken_name
from narrator.second.patience import Patience
from narrator.second.replies import text_of, text_of_whole
from narrator.second.sent import as_data_uri
from narrator.second.sentences import sentences_of
from narrator.settings.settings import Settings

Wanted = Callable[[], bool]
"""Whether anybody still waits; asked all the time, from the thread that asks the describer."""
Sentences = Generator[str, None, None]
"""Each as soon as it is there; whoever closes it hangs up."""

_DESCRIBE = (
    "Describe this picture for somebody who cannot see it, in at most five short sentences of plain English."
    " Say only what can be seen: who or what, doing what, where, and the colours. Do not guess names."
    " Write no lists and no headings."
)
_ANSWER = (
    "Answer a question of somebody who cannot see this picture, in at most two short sentences of plain"
    " English, by what can be seen alone. If it cannot be seen, say so. The question: "
)
_MOST_TOKENS = 800
"""Of an answer: a model that thinks needs many before its first word."""
_STATE_SECONDS = 10.0
"""So long a list of models takes at most; nobody waits longer to know whether it is there."""
_LONGEST_QUESTION = 500
_REFUSES = re.compile(
    r"^(i['’]?m|i am|sorry|unfortunately|as an ai|i)\b.*"  # noqa: RUF001  # people write so
    r"\b(can['’]?t|can ?not|unable|not able|won['’]?t|will not)\b"  # noqa: RUF001  # as above
    r".*\b(help|assist|comply|provide|fulfil+|process|discuss|describe|answer|with (this|that))\b",
    re.IGNORECASE,
)
"""What declines, and not "I cannot see a dog"."""


def _always() -> bool:
    return True


class Second(Protocol):
    """Whoever describes pictures besides Narrator."""

    @property
    @abstractmethod
    def is_here(self) -> bool:
        """Whether pictures that it sees stay on this machine."""

    @abstractmethod
    def describe(self, picture: Picture, wanted: Wanted = _always) -> Sentences:
        """What it sees, in sentences as they come.

        Raises SecondError, be it after some of them, and NobodyWaitsError soon after `wanted` says so.
        """

    @abstractmethod
    def ask(self, picture: Picture, question: str, wanted: Wanted = _always) -> Sentences:
        """Its answer to a question about a picture; like `describe`."""


@dataclass(frozen=True, kw_only=True)
class KnownSecond(Second):
    """One that says the same of every picture, without any server."""

    sentences: Sequence[str]
    is_here: bool = True

    def describe(self, picture: Picture, wanted: Wanted = _always) -> Sentences:
        """The sentences."""
        yield from self.sentences

    def ask(self, picture: Picture, question: str, wanted: Wanted = _always) -> Sentences:
        """The sentences."""
        yield from self.sentences


@dataclass(frozen=True, kw_only=True)
class SecondDescriber(Second):
    """A server that speaks the protocol of OpenAI's chat completions."""

    address: Address
    model: str | None = None
    """None lets it be chosen of those that the server has."""
    seconds: float = 60.0
    """For the first words, and as long once more for all others."""

    @property
    def is_here(self) -> bool:
        """Whether its address is one of this machine."""
        return self.address.is_here

    def describe(self, picture: Picture, wanted: Wanted = _always) -> Sentences:
        """What it sees. Nothing leaves for another machine that the person has not allowed."""
        return self._answer(picture, _DESCRIBE, wanted)

    def ask(self, picture: Picture, question: str, wanted: Wanted = _always) -> Sentences:
        """Its answer."""
        return self._answer(picture, f"{_ANSWER}{question[:_LONGEST_QUESTION]}", wanted)

    def _models(self, patience: Patience) -> bytes:
        refuse(self.address)
        with asked(self.address, "/models", patience) as response:
            return whole(response)

    def state(self) -> str:
        """That it can be asked, where, and which model, as a sentence. Raises SecondError where it cannot."""
        models = self._models(Patience(min(self.seconds, _STATE_SECONDS)))
        model = spoken_name(self.model or chosen_model(models))
        where = "on this machine" if self.is_here else "on another machine, as you allowed"
        way = "" if self.is_here or self.address.is_encrypted else ", and pictures travel there unencrypted"
        return f"Your second describer is the model {model} at {self.address.origin}, {where}{way}."

    def _answer(self, picture: Picture, prompt: str, wanted: Wanted) -> Sentences:
        refuse(self.address)
        patience = Patience(self.seconds, wanted)
        model = self.model or chosen_model(self._models(patience))
        content = _request(model, prompt, as_data_uri(picture))
        with asked(self.address, "/chat/completions", patience, content) as response:
            if "json" in response.headers.get("Content-Type", ""):
                pieces = text_of_whole(whole(response))
            else:
                pieces = text_of(events_of(chunks_of(response)))
            yield from _willing(sentences_of(_noticed(pieces, patience)))


def second_of(settings: Settings) -> SecondDescriber | None:
    """The second describer of the settings, or None. Raises SettingsError for an address that is none."""
    if settings.second is None:
        return None
    return SecondDescriber(
        address=Address.read(settings.second),
        model=settings.second_model,
        seconds=settings.second_seconds,
    )


def _request(model: str, prompt: str, picture: str) -> bytes:
    parts = [{"type": "text", "text": prompt}, {"type": "image_url", "image_url": {"url": picture}}]
    request = {
        "model": model,
        "messages": [{"role": "user", "content": parts}],
        "stream": True,
        "temperature": 0,
        "max_tokens": _MOST_TOKENS,
    }
    return json.dumps(request).encode()


def _noticed(pieces: Iterator[str], patience: Patience) -> Iterator[str]:
    """The same pieces; with the first word begins the time for the rest."""
    begun = False
    for piece in pieces:
        if piece.strip() and not begun:
            begun = True
            patience.words_come()
        yield piece


def _willing(sentences: Iterator[str]) -> Iterator[str]:
    """The same sentences. Raises SecondError where there is none, or the first of them declines."""
    first = next(sentences, None)
    if first is None:
        raise SecondError(
            gettext("Your second describer has said nothing; ask again, or choose another model.")
        )
    if _REFUSES.search(first):
        raise SecondError(gettext("Your second describer does not want to say anything of this picture."))
    yield first
    yield from sentences
