"""Turn a translator's run into a bundle, or refuse.

    python -m training.translate_export LANGUAGE --data FOLDER --trained RUN --out BUNDLE

FOLDER is that of `training.translate`. Nothing is written to BUNDLE unless, on the validation part,

* the 32-bit graphs give torch's log-probabilities to 1e-4, and torch's greedy translations,
* no int8 weight can overflow on processors without VNNI,
* the int8 bundle loses at most 1 % of the BLEU that the 32-bit one reaches,
* and all of it has at most 6 MB.
"""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from models.translator import Translator as TorchTranslator
from narrator.translation.bundle import DECODER, DICTIONARY, ENCODER, PAPER, SUBWORDS, write_paper
from narrator.translation.network import OnnxTranslationNetwork
from narrator.translation.translator import Translator
from training.export import GateError, put_in_place, refuse_other_folder
from training.learning.checkpoint import load_weights
from training.release.quantise import spread
from training.terminal.sentences import said_in_a_sentence
from training.translate import Recipe
from training.translation.dictionary import learn_dictionary
from training.translation.export import compare_with_torch, write_rounded
from training.translation.pairs import read_pairs
from training.translation.score import bleu_of
from training.translation.subwords import LearnedSubwords

RECIPE = Recipe()
COST = 0.01
"""Largest share of BLEU that int8 may cost."""
LARGEST = 6_000_000
"""Bytes of a bundle."""
COMPARED = 20
"""Sentences whose log-probabilities are compared with torch's."""
TERMS = (
    "Multi30k (Elliott et al. 2016, arXiv:1605.00459), captions of Flickr30k's pictures, "
    "for non-commercial research and education."
)
CARD = """\
# {name}

Translates captions of photographs from English into the language "{language}": subwords in, subwords out, by
a Transformer of {layers} layers on each side with {hidden} units.

## Scores

On the {pairs} pairs of the validation part, lower-cased, tokenised as 13a, of this bundle as the program runs
it: BLEU {bleu}, with 32 bits {full_bleu}.

## What it gets wrong

It knows the {words:,} words of its training captions. Of other words it makes nothing: they stay as they
are. A dictionary finds much of what it drops or adds, not all: `python -m training.translation_checks`.

## Made from

{terms}

    python -m training.translate {language} --data FOLDER --out RUN
    python -m training.translate_export {language} --data FOLDER --trained RUN --out BUNDLE
"""


def export(
    language: str, data: Path, run: Path, folder: Path, *, version: str, recipe: Recipe = RECIPE
) -> Mapping[str, float]:
    """Write the bundle of a run; returns its scores. Raises `GateError` when it must not be shipped."""
    refuse_other_folder(folder, marked_by=PAPER)
    pairs, held_out = (read_pairs(data, part, language) for part in ("train", "val"))
    subwords = LearnedSubwords.load(run / SUBWORDS)
    translator = TorchTranslator(recipe.network, len(subwords))
    load_weights(run / "best.pt", translator)
    dictionary = learn_dictionary(pairs)
    sources = [pair.source for pair in held_out]
    with tempfile.TemporaryDirectory(prefix="narrator-export-") as temporary:
        full, small = Path(temporary, "fp32"), Path(temporary, "int8")
        for place in (full, small):
            place.mkdir()
        write_rounded(translator, full, small)
        compare_with_torch(translator, full, subwords, spread(sources, COMPARED))
        scores = {}
        for place in (full, small):
            network = OnnxTranslationNetwork(place / ENCODER, place / DECODER)
            told = Translator(network, subwords, dictionary, name=place.name, language=language).translate(
                sources
            )
            scores[place.name] = bleu_of([each.text for each in told], held_out)
        if scores["int8"] < scores["fp32"] * (1 - COST):
            raise GateError(
                f"int8 brings BLEU from {scores['fp32']:.2f} to {scores['int8']:.2f}, "
                f"more than {COST:.0%} down."
            )
        shutil.copy(run / SUBWORDS, small / SUBWORDS)
        dictionary.save(small / DICTIONARY)
        size = sum(file.stat().st_size for file in small.iterdir())
        if size > LARGEST:
            raise GateError(f"The bundle has {size / 1e6:.1f} MB; {LARGEST / 1e6:.0f} MB are allowed.")
        name = f"translator-{language}"
        kept = {"BLEU": round(scores["int8"], 2), "BLEU with 32 bits": round(scores["fp32"], 2)}
        card = CARD.format(
            name=name,
            language=language,
            layers=recipe.network.layers,
            hidden=recipe.network.hidden,
            pairs=len(held_out),
            words=len(dictionary.known),
            terms=TERMS,
            bleu=kept["BLEU"],
            full_bleu=kept["BLEU with 32 bits"],
        )
        (small / "MODEL_CARD.md").write_text(card, encoding="utf-8")
        write_paper(small, name=name, version=version, language=language, scores=kept, training=TERMS)
        put_in_place(small, folder)
    return kept


@click.command()
@click.argument("language")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The folder of the pairs.")
@click.option("--trained", "run", type=click.Path(path_type=Path), required=True, help="The folder of a run.")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder.")
@click.option("--version", default="1", show_default=True, help="The bundle's version.")
def main(language: str, data: Path, run: Path, folder: Path, version: str) -> None:
    """Export the best weights of RUN as a bundle that translates into LANGUAGE, such as de."""
    with said_in_a_sentence():
        scores = export(language, data, run, folder, version=version)
    size = sum(file.stat().st_size for file in folder.iterdir())
    click.echo(
        f"{folder}: {size / 1e6:.1f} MB, BLEU {scores['BLEU']} ({scores['BLEU with 32 bits']} with 32 bits)."
    )


if __name__ == "__main__":
    main()
