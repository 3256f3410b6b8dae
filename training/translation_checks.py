"""How well it is noticed that a translation drops, exchanges or adds a thing: three ways side by side.

    python -m training.translation_checks LANGUAGE --data FOLDER --trained RUN --translator BUNDLE

On the validation pairs that people translated, and on the same with one noun spoilt. The dictionary is the
bundle's, and its thresholds come from the training part; those of the other ways are set here so that they
raise as many false alarms as the dictionary, which favours them. To translate back is not compared: it needs
a second network of the same size and doubles the time.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import click
import numpy as np

from models.translator import Translator
from narrator.captioning.claims import claims_of
from narrator.translation.bundle import SUBWORDS, TranslatorBundle
from narrator.translation.dictionary import Dictionary
from narrator.translation.subwords import Subwords
from training.learning.checkpoint import load_weights
from training.release.quantise import spread
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.translate import Recipe
from training.translation.damage import damaged, noun_places
from training.translation.dictionary import things_named
from training.translation.looks import Looks, looks
from training.translation.pairs import Pair, read_pairs
from training.translation.subwords import LearnedSubwords

WHOLE = "false alarms"

Sets = Mapping[str, Sequence[Pair]]


def compare(
    held_out: Sequence[Pair],
    dictionary: Dictionary,
    translator: Translator,
    subwords: Subwords,
    nouns: Collection[str] | None,
) -> str:
    """The share of sentences for which each way raises an alarm, as a table; `nouns` as in `noun_places`."""
    sets: Sets = {WHOLE: held_out, **damaged(held_out, nouns)}
    found = [
        _mean([not dictionary.agree(pair.source, pair.target) for pair in some]) for some in sets.values()
    ]
    rows = [("the dictionary", found)]
    translator.eval()
    read = {
        name: [looks(translator, subwords.encode(pair.source), subwords.encode(pair.target)) for pair in some]
        for name, some in sets.items()
    }
    for layer in range(len(read[WHOLE][0].attention)):
        least = {
            name: [
                least_looked_at(each, layer, pair, subwords, nouns)
                for each, pair in zip(read[name], some, strict=True)
            ]
            for name, some in sets.items()
        }
        rows.append((f"attention in layer {layer + 1}", _alarms(least, found[0])))
    probable = {name: [float(each.log_probs.min()) for each in every] for name, every in read.items()}
    rows.append(("the least probable subword", _alarms(probable, found[0])))
    return markdown_table(
        ["", *sets], [[name, *(f"{share:.1%}" for share in shares)] for name, shares in rows]
    )


def least_looked_at(
    found: Looks, layer: int, pair: Pair, subwords: Subwords, nouns: Collection[str] | None
) -> float:
    """The attention between the source's things and the target's, of that thing which has least of it."""
    sources = _spans(pair.source.split(), subwords)
    named = [sources[claim.place] for claim in claims_of(pair.source) if claim.kind == "thing"]
    words = pair.target.split()
    spans = _spans(words, subwords)
    targets = [spans[place] for place in noun_places(words, nouns)]
    if not named or not targets:
        return 1.0
    # [things of the target, things of the source]
    between = np.array(
        [
            [found.attention[layer][said, looked_at].sum(axis=1).max() for looked_at in named]
            for said in targets
        ]
    )
    return float(min(between.max(axis=0).min(), between.max(axis=1).min()))


def _spans(words: Sequence[str], subwords: Subwords) -> list[slice]:
    """Which subwords each word is; no piece reaches over a space."""
    ends = np.cumsum([0, *(len(subwords.encode(word)) for word in words)]).tolist()
    return [slice(begin, end) for begin, end in pairwise(ends)]


def _alarms(values: Mapping[str, Sequence[float]], wanted: float) -> list[float]:
    """The share of each set below that value which raises the wanted share of false alarms."""
    limit = np.quantile(values[WHOLE], wanted)
    return [_mean([bool(value <= limit) for value in some]) for some in values.values()]


def _mean(alarms: Sequence[bool]) -> float:
    return float(np.mean(alarms))


@click.command()
@click.argument("language")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The folder of the pairs.")
@click.option("--trained", "run", type=click.Path(path_type=Path), required=True, help="The folder of a run.")
@click.option("--translator", "bundle", type=click.Path(path_type=Path), required=True, help="Its bundle.")
@click.option("--most", default=1000, show_default=True, help="So many pairs at most, evenly over all.")
def main(language: str, data: Path, run: Path, bundle: Path, most: int) -> None:
    """Compare ways to notice that a translation into LANGUAGE drops or adds a thing."""
    with said_in_a_sentence():
        held_out = spread(read_pairs(data, "val", language), most)
        dictionary = TranslatorBundle.open(bundle).dictionary()
        nouns = None if dictionary.capitals else things_named(read_pairs(data, "train", language))
        subwords = LearnedSubwords.load(run / SUBWORDS)
        translator = Translator(Recipe().network, len(subwords))
        load_weights(run / "best.pt", translator)
        table = compare(held_out, dictionary, translator, subwords, nouns)
    click.echo(f"{len(held_out)} validation pairs:\n\n{table}")


if __name__ == "__main__":
    main()
