"""What is heard of photographs that blind people took, and how much of it is there.

    python -m training.vizwiz --data ROOT
    python -m training.vizwiz --data ROOT --bundle FOLDER --text always --claims all

ROOT/vizwiz holds pictures of VizWiz-Captions (Gurari et al. 2020, arXiv:2002.08565) and `truth.json`: for
each of them whether it shows anything, words for what is in it, words that can be read in it, and what
people wrote of it. `narrator speak` describes each picture as anybody's; every sentence is printed with its
verdict, then a table.

A sentence is wrong about a thing when it has a word of `training.trust.things` that no word of the truth
bears out. Text that is spoken, and advice, are no claims. The truth holds a few of the words that can be
read, so the share of the spoken ones that stand in the picture is a lower bound. `--read FILE` adds what
somebody has read in the pictures: JSON, the names of pictures with the words in each.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from narrator.captioning.content import EMPTY_WORDS, plural_verb
from narrator.captioning.vocabulary import words_of
from narrator.description import Text
from narrator.phrasing import spoken_text
from narrator.settings.settings import CLAIMS, TEXTS
from training.errors import DatasetError, TrainingError
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.things import THINGS, is_borne_out

_READ = re.compile(r"[^\W\d_]{2,}|\d{2,}")
"""A word that is read: letters, or digits. "INSPIRON1545" holds two."""
_BESIDES = re.compile(r" and \d+ more lines?$")
"""What is said of the lines that are not."""
_PART = 4
"""Letters. So long a word is said also where the reader has joined it with another."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is in a photograph."""

    answerable: bool
    """Whether it shows anything that can be told."""
    there: frozenset[str]
    """Words for what is in it, those of the people's captions included."""
    text: frozenset[str]
    """Words that a person can read in it."""
    readable: frozenset[str]
    """The same, and all else of which it is known that it can be read."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was said of a photograph, against the truth."""

    picture: str
    spoken: str
    scene: bool
    """Whether a caption was spoken."""
    truth: Truth
    things: frozenset[str]
    """The words for things in it."""
    read: tuple[str, ...]
    """The words of text in it."""

    @property
    def not_there(self) -> frozenset[str]:
        """The things that no word of the truth bears out."""
        return frozenset(thing for thing in self.things if not is_borne_out(thing, self.truth.there))

    @property
    def there(self) -> frozenset[str]:
        """The things that one does."""
        return self.things - self.not_there

    @property
    def right_words(self) -> frozenset[str]:
        """The words of `text` that are said."""
        return frozenset(word for word in self.truth.text if any(_is_said(word, each) for each in self.read))

    @property
    def standing(self) -> int:
        """How many of the words that are read are known to stand in it."""
        return sum(any(_is_said(word, each) for word in self.truth.readable) for each in self.read)

    @property
    def useful(self) -> bool:
        """Whether a thing that is there is named, or a word in it read."""
        return bool(self.there or self.right_words)

    def verdict(self) -> str:
        """In a line: what is not there, what is, and which words were read."""
        told = [
            f"not there: {', '.join(sorted(self.not_there))}" if self.not_there else "",
            f"there: {', '.join(sorted(self.there))}" if self.there else "",
            f"read: {', '.join(sorted(self.right_words))}" if self.right_words else "",
            "no word of its text" if self.truth.text and not self.right_words else "",
        ]
        return "; ".join(filter(None, told)) or "nothing is claimed"


def read_truth(folder: Path, more: Mapping[str, Sequence[str]] | None = None) -> dict[str, Truth]:
    """Picture -> truth; `more` are words that were read in them besides. Raises DatasetError."""
    file = folder / "truth.json"
    try:
        records = json.loads(file.read_text(encoding="utf-8"))
        return {name: _truth(record, (more or {}).get(name, ())) for name, record in records.items()}
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError(
            f"{file} does not hold the truth about pictures ({error}); get it anew."
        ) from error


def read_words(file: Path) -> Mapping[str, Sequence[str]]:
    """Picture -> what somebody has read in it. Raises DatasetError."""
    try:
        return {name: tuple(map(str, words)) for name, words in json.loads(file.read_bytes()).items()}
    except (OSError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError(
            f"{file} does not hold words by pictures ({error}); write it as JSON: {{picture: [words]}}."
        ) from error


def _truth(record: Mapping[str, Sequence[str]], more: Sequence[str]) -> Truth:
    written = frozenset(word for caption in record["captions"] for word in words_of(caption))
    text = frozenset(word.lower() for word in record["text"])
    return Truth(
        answerable=bool(record["answerable"]),
        there=frozenset(record["there"]) | written,
        text=text,
        readable=text | frozenset(_READ.findall(" ".join(more).lower())) | written - EMPTY_WORDS,
    )


def _is_said(word: str, read: str) -> bool:
    if word == read or plural_verb(word) == plural_verb(read):
        return True
    return len(word) >= _PART and word in read


def speak(pictures: Sequence[Path], settings: Mapping[str, str | None]) -> Iterator[Mapping[str, object]]:
    """What `narrator speak --json` prints of each picture with these settings, those that are None as usual.

    Raises TrainingError.
    """
    given = {f"NARRATOR_{name.upper()}": value for name, value in settings.items() if value is not None}
    command = [sys.executable, "-m", "narrator", "speak", "--silent", "--json", *map(str, pictures)]
    done = subprocess.run(command, env={**os.environ, **given}, stdout=subprocess.PIPE, check=False)
    if done.returncode == 2:
        raise TrainingError("Narrator refuses these options; mend what it says above.")
    return map(json.loads, done.stdout.decode("utf-8").splitlines())


def judged(picture: str, record: Mapping[str, object], truth: Truth) -> Heard:
    """What was said of a picture, by its record from `speak`."""
    spoken = str(record["spoken"])
    found = record.get("text")
    text = spoken_text(Text(**found)) if isinstance(found, dict) else ""
    advice = record.get("advice", ())
    assert isinstance(advice, list | tuple)
    told = spoken.partition(": ")[2]
    for part in filter(None, (text, *advice)):
        told = told.replace(part, " ")
    return Heard(
        picture=picture,
        spoken=spoken,
        scene=any(sentence.lower() in told.lower() for sentence in _captions(record)),
        truth=truth,
        things=frozenset(words_of(told)) & THINGS.keys(),
        read=tuple(_READ.findall(_BESIDES.sub("", text).lower())) if text and text in spoken else (),
    )


def _captions(record: Mapping[str, object]) -> Iterator[str]:
    """The caption, and what is left of it without what is doubtful."""
    claims = record.get("claims")
    told = claims.get("told") if isinstance(claims, dict) else None
    return (str(caption) for caption in (record.get("caption"), told) if caption)


def table(heard: Sequence[Heard]) -> str:
    """The figures in Markdown."""
    showing = [each for each in heard if each.truth.answerable]
    lettered = [each for each in heard if each.truth.text]
    words = sum(len(each.read) for each in heard)
    standing = sum(each.standing for each in heard)
    return markdown_table(
        ["photographs", "of", "share"],
        [
            _row("of which something is named that is not there", [bool(h.not_there) for h in heard]),
            _row("the same in a scene that is told", [bool(h.not_there) and h.scene for h in heard]),
            _row("that show something: a thing is named or a word read", [h.useful for h in showing]),
            _row("with a word that can be read: one is said", [bool(h.right_words) for h in lettered]),
            ["words of text that are spoken: known to stand there", *_share(standing, words)],
            _row("of which a scene is told", [h.scene for h in heard]),
            _row("the same of those that show something", [h.scene for h in showing]),
        ],
    )


def _row(name: str, held: Sequence[bool]) -> list[str]:
    return [name, *_share(sum(held), len(held))]


def _share(part: int, whole: int) -> list[str]:
    return [f"{part} of {whole}", f"{part / max(1, whole):.0%}"]


@click.command()
@click.option("--data", "root", type=click.Path(path_type=Path), default=Path(), help="The folder of vizwiz.")
@click.option("--bundle", type=click.Path(), help="The bundle's folder; the released one if left out.")
@click.option("--text", type=click.Choice(TEXTS), help="The setting text.")
@click.option("--claims", type=click.Choice(CLAIMS), help="The setting claims.")
@click.option("--seed", default="0", show_default=True, help="Of the samples.")
@click.option("--read", "more", type=click.Path(path_type=Path), help="More words in them.")
def main(
    root: Path, bundle: str | None, text: str | None, claims: str | None, seed: str, more: Path | None
) -> None:
    """Print every sentence with its verdict, and the table."""
    with said_in_a_sentence():
        truths = read_truth(root / "vizwiz", read_words(more) if more else {})
        pictures = [root / "vizwiz" / "images" / name for name in truths]
        settings = {"model": bundle, "text": text, "claims": claims, "seed": seed, "verbosity": "normal"}
        heard = []
        for name, record in zip(truths, speak(pictures, settings), strict=True):
            if "error" in record:
                raise DatasetError(f"{name}: {record['error']}")
            heard.append(judged(name, record, truths[name]))
            click.echo(f"{name}\n    {heard[-1].spoken}\n    {heard[-1].verdict()}")
    click.echo(f"\n{table(heard)}")


if __name__ == "__main__":
    main()
