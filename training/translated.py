"""How well a translator serves: BLEU and time by width of beam, and ways to choose among ten samples.

    python -m training.translated de --translator BUNDLE --pairs FOLDER --flickr8k FOLDER --samples FILE

The first table is of the validation pairs. The second is of the development pictures of Flickr8k that people
described in the other language (`german.token.txt` of Multi30k): CIDEr-D of what is told, beside that of the
same captioner in English on the same pictures. What the captioner samples is kept in FILE. Decoding the other
language directly from the picture is not compared: there is no such decoder yet.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import click

from narrator.captioning.captioner import Captioner
from narrator.description import Candidate, Translated
from narrator.translation.translator import Translator
from training.metrics.bootstrap import interval
from training.metrics.scores import cider_d
from training.release.quantise import spread
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.translation.choosing import WAYS
from training.translation.pairs import Pair, read_pairs
from training.translation.pictures import Described, read_described, sampled
from training.translation.score import bleu_of

WIDTHS = (1, 2, 4, 8)


def by_width(bundle: Path, pairs: Sequence[Pair]) -> str:
    """BLEU, the share that is sure, and milliseconds of the processor a sentence, as a table."""
    rows = []
    for width in WIDTHS:
        translator = Translator.load(bundle, width=width)
        started = time.process_time()
        told = translator.translate([pair.source for pair in pairs])
        milliseconds = 1000 * (time.process_time() - started) / len(pairs)
        sure = fmean(each.sure for each in told)
        score = bleu_of([each.text for each in told], pairs)
        rows.append(
            [
                "greedy" if width == 1 else f"beam {width}",
                f"{score:.2f}",
                f"{sure:.1%}",
                f"{milliseconds:.1f}",
            ]
        )
    return markdown_table(["", "BLEU", "sure", "processor, ms a sentence"], rows)


def by_way(
    translator: Translator, described: Sequence[Described], samples: Sequence[Sequence[Candidate]]
) -> str:
    """CIDEr-D in both languages, as a table."""
    english = cider_d([each[0].caption for each in samples], [each.english for each in described])
    translations = [translator.translate([each.caption for each in every]) for every in samples]
    first = _scores("the English winner", samples, translations, described)
    rows = [["English", f"{fmean(english):.3f}", "", "", ""]]
    for name in WAYS:
        scores = _scores(name, samples, translations, described)
        gain = interval([one - other for one, other in zip(scores, first, strict=True)])
        rows.append(
            [
                name,
                f"{fmean(scores):.3f}",
                f"{fmean(scores) / fmean(english):.1%}",
                f"{fmean(scores) - fmean(first):+.3f}",
                f"{gain.low:+.3f} to {gain.high:+.3f}",
            ]
        )
    return markdown_table(["told", "CIDEr-D", "of English", "to the winner", "95 %"], rows)


def _scores(
    way: str,
    samples: Sequence[Sequence[Candidate]],
    translations: Sequence[Sequence[Translated]],
    described: Sequence[Described],
) -> list[float]:
    told = [
        translated[WAYS[way](candidates, translated)].text
        for candidates, translated in zip(samples, translations, strict=True)
    ]
    return cider_d(told, [each.other for each in described])


@click.command()
@click.argument("language")
@click.option("--translator", "bundle", type=click.Path(path_type=Path), required=True)
@click.option("--pairs", type=click.Path(path_type=Path), required=True, help="The folder of the pairs.")
@click.option("--flickr8k", type=click.Path(path_type=Path), required=True, help="The folder of Flickr8k.")
@click.option(
    "--described",
    "name",
    default="german.token.txt",
    show_default=True,
    help="People's descriptions in the language, a file in the folder of Flickr8k.",
)
@click.option("--samples", "kept", type=click.Path(path_type=Path), required=True, help="Kept here.")
@click.option("--model", help="The captioner's bundle: its folder, or the name of a released one.")
@click.option("--most", default=1000, show_default=True, help="So many pairs and pictures at most.")
def main(
    language: str,
    bundle: Path,
    pairs: Path,
    flickr8k: Path,
    name: str,
    kept: Path,
    model: str | None,
    most: int,
) -> None:
    """Compare widths of the beam, and ways to choose a caption in LANGUAGE."""
    with said_in_a_sentence():
        held_out = spread(read_pairs(pairs, "val", language), most)
        click.echo(f"{len(held_out)} validation pairs:\n\n{by_width(bundle, held_out)}\n")
        described = read_described(flickr8k, flickr8k / name)[:most]
        pictures = [each.picture for each in described]
        samples = sampled(Captioner.load(model), pictures, kept, say=lambda line: click.echo(line, err=True))
        table = by_way(Translator.load(bundle), described, samples)
        click.echo(f"{len(described)} development pictures of Flickr8k:\n\n{table}")


if __name__ == "__main__":
    main()
