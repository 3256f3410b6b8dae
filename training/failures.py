"""What a captioner gets wrong, counted on pictures that five people have described.

    python -m training.failures CONFIG --data ROOT --bundle FOLDER --captions FILE --write

A claim is a word of the caption that is in one of the groups of `training.trust.claims`. It counts as
unsupported when none of the picture's references says it or a word of its group. For things this is CHAIR
(Rohrbach et al. 2018, arXiv:1809.02156) with another truth: the references alone, where CHAIR knows 80
kinds of things and also has their outlines. The captions are the network's own, before words for people
are made neutral.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from narrator.captioning.captioner import Captioner
from narrator.captioning.content import EMPTY_WORDS
from narrator.captioning.vocabulary import words_of
from training.config import Config, load_config
from training.data.datasets import Example, read_source
from training.errors import DatasetError
from training.evaluate import SPOKEN, Evaluation, evaluate_all
from training.release.sections import write_section
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.trust.claims import KINDS

HEADING = "What it gets wrong"

INTRODUCTION = """\
Counted are words of whole captions, before words for people are made neutral, that none of the five people
who described the picture used, nor a synonym (the lists are in `training/trust/claims.py`). A bundle with a
witness does not tell all of them: its section on what of a caption is told counts what is left.

    python -m training.failures CONFIG --data ROOT --bundle FOLDER --write

For things this is CHAIR (Rohrbach et al. 2018, arXiv:1809.02156) with what five people wrote for its truth:
"unsupported" is its CHAIR-i, "captions with one" its CHAIR-s. It counts too much, since five people do not
name everything that is there: "people's own" is how often the same befalls a word that one of them said
and the other four did not. And it counts too little: a word that people used may be said of the wrong
thing, and a word that is in none of the lists is not counted."""

CLOSING = """\
It knows what its training pictures show: people and dogs outdoors, sport, and a little of homes, streets
and food. Of screenshots, documents, drawings and blank pictures it makes scenes up, so Narrator tells
these apart before and does not ask it. Its words for people guess at gender and age from looks, as the
captions that it learned from do; unless told otherwise, Narrator says person and child. It reads no text
and recognises nobody."""


@dataclass(frozen=True, kw_only=True)
class Failures:
    """One kind of claim."""

    kind: str
    claims: int
    unsupported: int
    captions: int
    """Captions with at least one unsupported claim."""
    people: float
    """The share of unsupported claims in people's own captions, held against the others of a picture."""
    examples: tuple[tuple[str, str], ...]
    """(caption, the word that no reference supports), the most frequent wrong words first, one each."""


def count_failures(captions: Sequence[str], examples: Sequence[Example], *, shown: int = 3) -> list[Failures]:
    """Count the claims of each kind in the captions and those that the references do not support."""
    supported = [_said(example.captions) for example in examples]
    return [_counted(kind, captions, examples, supported, shown) for kind in KINDS]


def coverage(captions: Sequence[str]) -> float:
    """The share of those words of captions that say something which are in a list of claims."""
    words = [word for caption in captions for word in words_of(caption) if word not in EMPTY_WORDS]
    return sum(any(word in groups for groups in KINDS.values()) for word in words) / max(1, len(words))


def section(evaluations: Sequence[Evaluation], examples: Mapping[str, Sequence[Example]]) -> str:
    """The model card's section in Markdown, a table for each data set."""
    tables = [_table(evaluation, examples[evaluation.dataset]) for evaluation in evaluations]
    return "\n\n".join([INTRODUCTION, *tables, CLOSING])


def _counted(
    kind: str,
    captions: Sequence[str],
    examples: Sequence[Example],
    supported: Sequence[frozenset[str]],
    shown: int,
) -> Failures:
    claims = captions_with_one = 0
    wrong: Counter[str] = Counter()
    first: dict[str, str] = {}
    for caption, said_by_people in zip(captions, supported, strict=True):
        found = dict(_claims(kind, caption, said_by_people))
        unsupported = [word for word, holds in found.items() if not holds]
        claims += len(found)
        captions_with_one += bool(unsupported)
        wrong.update(unsupported)
        for word in unsupported:
            first.setdefault(word, caption)
    return Failures(
        kind=kind,
        claims=claims,
        unsupported=wrong.total(),
        captions=captions_with_one,
        people=_share_of_people(kind, examples),
        examples=tuple((first[word], word) for word, _ in wrong.most_common(shown)),
    )


def _claims(kind: str, caption: str, said: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Each word of the caption that is a claim of this kind, and whether what was said supports it."""
    groups = KINDS[kind]
    for word in dict.fromkeys(words_of(caption)):
        if word in groups:
            yield word, not groups[word].isdisjoint(said)


def _share_of_people(kind: str, examples: Sequence[Example]) -> float:
    held: list[bool] = []
    for example in examples:
        for i, caption in enumerate(example.captions):
            others = _said(example.captions[:i] + example.captions[i + 1 :])
            held += [holds for _, holds in _claims(kind, caption, others)]
    return held.count(False) / max(1, len(held))


def _said(captions: Sequence[str]) -> frozenset[str]:
    return frozenset(word for caption in captions for word in words_of(caption))


def _table(evaluation: Evaluation, examples: Sequence[Example]) -> str:
    captions = evaluation.captions
    head = ["words for", "said", "unsupported", "captions with one", "people's own", "for example"]
    rows = []
    for failures in count_failures(captions, examples):
        share = failures.unsupported / max(1, failures.claims)
        rows.append(
            [
                failures.kind,
                failures.claims,
                f"{failures.unsupported} ({share:.0%})",
                f"{failures.captions / len(captions):.0%}",
                f"{failures.people:.0%}",
                "; ".join(f'"{caption}" ({word})' for caption, word in failures.examples),
            ]
        )
    heading = f"### {evaluation.dataset}, {len(captions)} captions"
    known = f"The lists hold {coverage(captions):.0%} of the words in these captions that say something."
    return "\n\n".join([heading, markdown_table(head, rows), known])


def read_captions(file: Path, examples: Mapping[str, Sequence[Example]]) -> list[Evaluation]:
    """The spoken captions in a file that `training.evaluate --json` wrote. Raises DatasetError."""
    try:
        records = json.loads(file.read_text(encoding="utf-8"))
        found = [Evaluation(**{**each, "captions": tuple(each["captions"])}) for each in records]
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError(
            f"{file} is not what training.evaluate --json writes; name another file."
        ) from error
    spoken = [each for each in found if each.method == SPOKEN.name]
    if {each.dataset: len(each.captions) for each in spoken} != {k: len(v) for k, v in examples.items()}:
        raise DatasetError(f"{file} has not a spoken caption for each picture of these sets; make it again.")
    return spoken


def _spoken(config: Config, root: Path, bundle: Path, file: Path | None) -> list[Evaluation]:
    """The captions in the file, or those of the bundle, which the file then keeps."""
    if file is not None and file.is_file():
        return read_captions(
            file, {source.name: read_source(source, root) for source in config.data.validate}
        )
    evaluations = evaluate_all(Captioner.load(str(bundle)), config, root, [SPOKEN])
    if file is not None:
        file.write_text(json.dumps([asdict(each) for each in evaluations], indent=1), encoding="utf-8")
    return evaluations


@click.command()
@config_argument
@data_option
@click.option("--bundle", type=click.Path(path_type=Path), required=True, help="The bundle's folder.")
@click.option(
    "--captions",
    "file",
    type=click.Path(path_type=Path),
    help="This bundle's captions, as training.evaluate --json writes them; made if it is not there.",
)
@click.option("--write", is_flag=True, help="Write the section into the bundle's model card.")
def main(config: Path, root: Path, bundle: Path, file: Path | None, write: bool) -> None:
    """Count what a bundle gets wrong on the validation sets of CONFIG."""
    with said_in_a_sentence():
        settings = load_config(config)
        evaluations = _spoken(settings, root, bundle, file)
        text = section(evaluations, {s.name: read_source(s, root) for s in settings.data.validate})
        if write:
            write_section(bundle, HEADING, text)
    click.echo(text)


if __name__ == "__main__":
    main()
