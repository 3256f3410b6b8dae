"""What a person can set, read once at the edge: defaults < settings file < NARRATOR_* < options."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from narrator.errors import SettingsError
from narrator.languages.catalogue import AUTOMATIC, LANGUAGES, gettext
from narrator.places import settings_file
from narrator.settings.rules import (
    Choice,
    Folder,
    Folders,
    FolderSettings,
    Hours,
    Number,
    QuietHours,
    Rule,
    Switch,
    Text,
    Words,
    WrongPartError,
)
from narrator.settings.spelling import spelt

__all__ = [
    "CLAIMS",
    "FOLDER",
    "PEOPLE",
    "SPEAKERS",
    "TEXTS",
    "VERBOSITIES",
    "FolderSettings",
    "QuietHours",
    "Settings",
    "load_settings",
]

_PREFIX = "NARRATOR_"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting with its default; None leaves the choice to the part that uses it."""

    model: str | None = None
    """A bundle's folder, or the name of a released bundle."""
    samples: int = 10
    """Captions sampled for a picture."""
    seed: int | None = None
    """Makes the sampling repeatable."""
    threads: int | None = None
    """Processor threads of the network."""
    language: str = AUTOMATIC
    """In which language Narrator speaks and writes: `auto` takes the session's where it is one of these, else
    English."""
    voice: str | None = None
    """The id of a voice, as `narrator voices` lists them."""
    rate: int | None = None
    """Speed of speech in words a minute."""
    volume: float | None = None
    """Loudness of speech, from 0 to 1."""
    speaker: str = "auto"
    """What speaks: `auto` takes a running screen reader before Narrator's own voice."""
    printing: str = "auto"
    """Whether a terminal shows what is spoken: `auto` not where a screen reader would say it once more."""
    verbosity: str = "normal"
    """How much is said of a picture: `brief` is the caption alone, `full` adds what else is known."""
    people: str = "neutral"
    """What people are called: `neutral` says person and child, `as captioned` what the network says."""
    claims: str = "sure"
    """What is told of a caption: `sure` leaves out what is doubtful, `all` nothing."""
    ranking: str = "most probable"
    """Which of the sampled captions is spoken: the `most probable`, or the one most like all others."""
    quiet_hours: QuietHours | None = None
    """When nothing is announced. Answers are spoken all the same."""
    working_sound: bool = False
    """Whether a short sound tells that an answer takes longer than half a second."""
    journal: bool = True
    """Whether what was described is kept on this machine."""
    retention_days: int | None = None
    """After how many days the journal forgets; never if it is not set."""
    unload_minutes: float = 10.0
    """After how many minutes without a picture the model gives its memory back; 0 for never."""
    text: str = "auto"
    """Which pictures have their text read: `auto` those that likely have some, photographs too."""
    question: str = "is there a person?"
    """What `narrator ask` and its key ask about the last picture when nobody names a question."""
    second: str | None = None
    """A server of your own that `more` asks about the picture, too."""
    second_model: str | None = None
    """Which of that server's models is asked; if it is not set, one that sees pictures."""
    second_seconds: float = 60.0
    """So many seconds its first words may take, and as many once more all the rest."""
    hotkeys: Mapping[str, str] = field(default_factory=dict)
    """Keys of actions, where they are not the usual ones; `off` for none."""
    folders: Mapping[Path, FolderSettings] = field(default_factory=dict)
    """What single folders have otherwise than the rest."""


VERBOSITIES = ("brief", "normal", "full")
PEOPLE = ("neutral", "as captioned")
CLAIMS = ("sure", "all")
TEXTS = ("auto", "always", "never")
RANKINGS = ("most probable", "consensus", "weighted consensus")
PRINTING = ("auto", "always")
SPEAKERS = ("auto", "own", "orca", "speech-dispatcher", "nvda", "voiceover")

_LANGUAGE = Choice((AUTOMATIC, *LANGUAGES))
FOLDER = Folder(Choice(VERBOSITIES), _LANGUAGE)
"""What a single folder may have of its own."""

RULES: Mapping[str, Rule] = {
    "model": Text(),
    "samples": Number(int, 1, 1000),
    "seed": Number(int, 0, 2**63 - 1),
    "threads": Number(int, 1, 1024),
    "language": _LANGUAGE,
    "voice": Text(),
    "rate": Number(int, 50, 900),
    "volume": Number(float, 0, 1),
    "speaker": Choice(SPEAKERS),
    "printing": Choice(PRINTING),
    "verbosity": Choice(VERBOSITIES),
    "people": Choice(PEOPLE),
    "claims": Choice(CLAIMS),
    "ranking": Choice(RANKINGS),
    "quiet_hours": Hours(),
    "working_sound": Switch(),
    "journal": Switch(),
    "retention_days": Number(int, 1, 36500),
    "unload_minutes": Number(float, 0, 10080),
    "text": Choice(TEXTS),
    "question": Text(),
    "second": Text(),
    "second_model": Text(),
    "second_seconds": Number(float, 1, 3600),
    "hotkeys": Words(),
    "folders": Folders(FOLDER),
}
"""Setting -> which values it takes."""


def load_settings(
    options: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """Join all sources; in `options`, None means that the option was not given.

    Raises SettingsError, which names the source, the key and, for an unknown key, the nearest one.
    """
    values: dict[str, Any] = {}
    sources = (
        _from_file(file or settings_file()),
        _from_environment(environment),
        _from_options(options or {}),
    )
    for source in sources:
        for given in source:
            values[given.key] = _checked(given)
    return Settings(**values)


@dataclass(frozen=True, kw_only=True)
class _Given:
    """A value from one of the sources."""

    key: str
    label: str
    """What a person would look for to mend the value; `{}` stands for the key and what follows it."""
    value: object
    spelt: Callable[[object], str] = repr
    """How a value is written there."""


def _from_file(file: Path) -> Iterator[_Given]:
    for key, value in _content(file).items():
        if key not in RULES:
            raise SettingsError(
                gettext("The settings file {file} has an unknown setting {key}; {advice}").format(
                    file=file, key=key, advice=_advice(key)
                )
            )
        yield _Given(key=key, label=f"{{}} in the settings file {file}", value=value, spelt=spelt)


def _content(file: Path) -> Mapping[str, object]:
    try:
        # Notepad begins a file with a byte order mark, which is no TOML.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(
            gettext("The settings file {file} cannot be read ({strerror}); mend it or remove it.").format(
                file=file, strerror=error.strerror
            )
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            gettext("The settings file {file} is not UTF-8; save it as UTF-8, or remove it.").format(
                file=file
            )
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            gettext(
                "The settings file {file} is not valid TOML ({error}); mend it, with strings "
                "in quotes, or remove it."
            ).format(file=file, error=error)
        ) from error
    except (ValueError, RecursionError) as error:  # of thousands of digits or brackets, which TOML allows
        raise SettingsError(
            gettext("The settings file {file} has a value that is too long; shorten it.").format(file=file)
        ) from error


def _from_environment(environment: Mapping[str, str]) -> Iterator[_Given]:
    for name, value in sorted(environment.items()):
        if not name.startswith(_PREFIX):
            continue
        key = name.removeprefix(_PREFIX).lower()
        if key in RULES:
            if value:  # an empty variable is one that is not set
                yield _Given(key=key, label=name, value=value)
        # Any program may own a NARRATOR_ variable, so only what looks like a misspelt setting is an error.
        elif get_close_matches(key, RULES, n=1):
            raise SettingsError(
                gettext("The environment has an unknown setting {name}; {advice}").format(
                    name=name, advice=_advice(key, _PREFIX)
                )
            )


def _from_options(options: Mapping[str, object]) -> Iterator[_Given]:
    for key, value in options.items():
        if value is not None:
            yield _Given(key=key, label=f"--{key.replace('_', '-')}", value=value)


def _checked(given: _Given) -> object:
    rule = RULES[given.key]
    try:
        return rule.read(given.value)
    except WrongPartError as error:
        raise _wrong(given, error.part, error.must_be, error.value) from error
    except ValueError as error:
        raise _wrong(given, "", str(rule), given.value) from error


def _wrong(given: _Given, part: str, must_be: str, value: object) -> SettingsError:
    label = given.label.replace("{}", given.key + part, 1)
    return SettingsError(
        gettext("{label} must be {must_be}, not {spelt}.").format(
            label=label, must_be=must_be, spelt=given.spelt(value)
        )
    )


def _advice(key: str, prefix: str = "") -> str:
    near = get_close_matches(key.lower(), RULES, n=1)
    if near:
        return f"did you mean {prefix}{near[0].upper() if prefix else near[0]}?"
    return f"the settings are {', '.join(RULES)}."
