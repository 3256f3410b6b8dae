"""Describing what was asked for, aloud and on the terminal: what `speak` and `camera` share."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import click

from narrator.description import Description
from narrator.errors import (
    BundleError,
    NarratorError,
    PictureError,
    ServiceError,
    SourceError,
)
from narrator.languages.catalogue import gettext
from narrator.settings.settings import Settings
from narrator.speech.silent import SilentSpeaker
from narrator.speech.voices import VoiceOptions
from narrator.terminal.arguments import save_option
from narrator.terminal.console import show, tell
from narrator.terminal.narration import Narration
from narrator.terminal.setting_options import setting_options
from narrator.terminal.twice import would_be_heard_twice

# What loads numpy, the network's libraries or the voice is imported where it is used: the voice starts first,
# in a process of its own, and the network's libraries load in this one meanwhile.
if TYPE_CHECKING:
    from narrator.picture.opening import Picture
    from narrator.speech.speaker import Speaker
    from narrator.terminal.requests import Request
    from narrator.terminal.results import Result

_DAEMON_SECONDS = 10.0

_Command = TypeVar("_Command", bound=Callable[..., object])

Describe: TypeAlias = "Callable[[Request], Iterator[Description]]"
"""How one picture is described, by the network in this process or by a service: what is seen, and then the
same with its text, if that was read afterwards."""

_OPTIONS = (
    setting_options("samples", "seed"),
    click.option(
        "--all", "every", is_flag=True, help="Speak and print every distinct caption with its share."
    ),
    save_option,
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture."),
    click.option("--silent", is_flag=True, help="Print only, say nothing."),
    setting_options("language", "voice", "rate", "volume", "verbosity", "model"),
)


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How descriptions are given."""

    every: bool
    """All distinct captions, not only the most probable one."""
    save: str | None
    """The file in which what is said is kept."""
    as_json: bool
    silent: bool
    verbosity: str
    usual: bool
    """Whether nothing is wanted otherwise than the settings say."""

    @property
    def in_full(self) -> bool:
        """Whether more is told than the caption."""
        return self.every or self.as_json or self.verbosity == "full"

    @classmethod
    def of(
        cls,
        options: Mapping[str, str | None],
        *,
        every: bool,
        save: str | None,
        as_json: bool,
        silent: bool,
        verbosity: str,
    ) -> "Manner":
        """What the options of `describing_options` ask for; `options` are those that are settings."""
        usual = not (every or save or silent or any(value is not None for value in options.values()))
        return cls(every=every, save=save, as_json=as_json, silent=silent, verbosity=verbosity, usual=usual)


def describing_options(command: _Command) -> _Command:
    """Add to a command the options of Manner, and of the settings that describing needs."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def by_the_running_narrator(
    verb: str, arguments: Mapping[str, object], request: "Callable[[], Request]", manner: Manner
) -> int | None:
    """Let the Narrator that runs describe one picture and say it; None if there is none.

    Its network is in memory already, and its voice is the one that must not be talked over. It speaks as it
    was told to, so whoever wants anything otherwise is served by this process. It replies with no results
    when they take too long for a command to wait for, and says them when they are there.
    """
    from narrator.daemon.control.client import NoDaemonError, ask

    try:
        results = ask(verb, arguments, timeout=_DAEMON_SECONDS)["results"]
    except NoDaemonError:
        return None
    if not results:
        tell(gettext("The picture is not described yet; the Narrator that runs will say what comes of it."))
        return 1
    from narrator.terminal.results import described, refused

    twice = not manner.as_json and would_be_heard_twice()
    for each in results:
        if "error" in each:
            result = refused(request(), NarratorError(each["error"]))
        else:
            description = Description.from_record(each["description"])
            result = described(
                request(),
                description,
                named=False,
                every=False,
                verbosity=manner.verbosity,
                words=each["words"],
            )
        if not (result.described and twice):
            _show(result, as_json=manner.as_json)
    return 1 if any("error" in each for each in results) else 0


def describe_aloud(
    requests: Callable[[], Sequence["Request"]],
    settings: Settings,
    manner: Manner,
    describe: "Describe | None" = None,
) -> int:
    """Describe one request after the other and return the exit code; `requests` is called once.

    Without `describe` the network is loaded that the settings name, and the pictures' text is read here.
    """
    if describe is None:
        return tell_aloud(lambda: _described_here(requests(), settings, manner), settings, manner)
    return tell_aloud(lambda: _results(requests(), describe, manner), settings, manner)


def tell_aloud(results: Callable[[], Iterator["Result"]], settings: Settings, manner: Manner) -> int:
    """Print and say one result after the other and return the exit code.

    `results` is called once the voice is starting, so that what it does first takes no time of its own.
    """
    voice = VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
    with ExitStack() as speakers:
        narration = Narration(
            saved=speakers.enter_context(_saver(manner.save, voice)),
            aloud=speakers.enter_context(_voice(manner.silent, voice, settings.speaker)),
        )
        only_heard = not (manner.silent or manner.as_json) and would_be_heard_twice(settings.printing)
        shown = _Shown(as_json=manner.as_json, narration=narration, only_heard=only_heard)
        described = 0
        for result in results():
            if not manner.as_json:  # a script does not wait for the voice
                narration.finish()  # this was found out while the one before was spoken
            shown.add(result)
            if result.spoken:
                narration.say(result.spoken, keep=result.described)
            described += result.described
        narration.finish()
        shown.finish()
    return 0 if described and narration.kept_all else 1


@dataclass(kw_only=True)
class _Shown:
    """What is printed of all results."""

    as_json: bool
    narration: Narration
    only_heard: bool
    """Whether a screen reader would say what is printed a second time: printed is then what nobody heard."""
    _unprinted: list["Result"] = field(default_factory=list)

    def add(self, result: "Result") -> None:
        """The next result, before it is spoken."""
        if self.only_heard and result.described and result.spoken:
            self._unprinted.append(result)
            self.finish()
        else:
            _show(result, as_json=self.as_json)

    def finish(self) -> None:
        """Print what was to be heard and was not."""
        if not self.narration.speaks:
            for result in self._unprinted:
                _show(result, as_json=self.as_json)
            self._unprinted.clear()


def _saver(file: str | None, options: VoiceOptions) -> "Speaker":
    if not file:
        return SilentSpeaker()
    from narrator.speech.wav import WavSpeaker

    return WavSpeaker(file, options)


def _voice(silent: bool, options: VoiceOptions, preference: str) -> "Speaker":
    if silent:
        return SilentSpeaker()
    from narrator.speech.chooser import default_speaker

    return default_speaker(options, preference, on_passed_over=tell)


def _described_here(requests: Sequence["Request"], settings: Settings, manner: Manner) -> Iterator["Result"]:
    from narrator.captioning.setup import Setup
    from narrator.captioning.shelves import NoModelError
    from narrator.translation.telling import expect_translation, stays_english, translated

    setup = Setup.of(settings)
    try:
        expect_translation()
        captioner = setup.captioner(findable=False)
    except NoModelError:
        raise  # wrong use, and no picture's fault
    except BundleError as error:
        from narrator.terminal.results import refused

        # Each picture has its record, but a person hears only once that there is no model.
        first, *others = (refused(request, error) for request in requests)
        yield first
        if manner.as_json:
            yield from (replace(other, spoken="") for other in others)
        return
    from narrator.looking.text.texts import Texts
    from narrator.picture.apart.decoder import Decoder
    from narrator.picture.other_process import opened_by

    # Most kinds are opened here: to start a process takes ten times as long as to open a photograph.
    with (
        closing(Texts(settings.text)) as texts,
        closing(Decoder(rare_alone=True)) as decoder,
        opened_by(decoder),
    ):
        facts: set[str] = set()

        def describe(request: "Request") -> Iterator[Description]:
            picture, seconds = _opened(request)
            description = captioner.describe(picture, settings.samples, settings.seed)
            timings = {**description.timings, "open": description.timings["open"] + seconds}
            description = translated(replace(description, timings=timings), whole=manner.in_full)
            if (fact := stays_english(description)) and fact not in facts:
                facts.add(fact)  # of all pictures, once
                tell(fact)
            yield description
            if texts.wanted(description, picture, manner.verbosity):
                yield texts.added_to(description, picture)

        yield from _results(requests, describe, manner)
    # While the last result is said: the next start is then shorter.
    with suppress(BundleError):  # of a bundle that was damaged meanwhile; the next start tells it
        setup.keep_graphs(captioner)


def _results(requests: Sequence["Request"], describe: "Describe", manner: Manner) -> Iterator["Result"]:
    from narrator.terminal.results import refused

    for request in requests:
        try:
            yield from _result(request, describe(request), manner, named=len(requests) > 1)
        except (PictureError, ServiceError, SourceError) as error:
            yield refused(request, error)


def _result(
    request: "Request", versions: Iterator[Description], manner: Manner, *, named: bool
) -> Iterator["Result"]:
    """What is seen is told before the text is read; the record for a script is that of the last version."""
    from narrator.terminal.results import described, read_afterwards

    first = next(versions)
    told = described(request, first, named=named, every=manner.every, verbosity=manner.verbosity)
    yield replace(told, record={}) if manner.as_json else told
    last = next(versions, None)
    if last is not None:
        yield read_afterwards(request, told, first, last, named=named)
    elif manner.as_json:
        yield replace(told, spoken="")


def _opened(request: "Request") -> tuple["Picture", float]:
    """The picture, here and not by the captioner, because its text is read too; and the seconds it took."""
    from narrator.picture.opening import Picture, open_picture

    began = perf_counter()
    source = request.source()
    picture = source if isinstance(source, Picture) else open_picture(source)
    return picture, perf_counter() - began


def _show(result: "Result", *, as_json: bool) -> None:
    if as_json:
        if result.record:
            show(json.dumps(result.record))
        return
    for line in result.lines:
        if result.described:
            show(line)
        else:
            tell(line)
