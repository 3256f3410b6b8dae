"""Compare ways to draw captions and to choose one, all on the same network.

    python -m training.generation --data ROOT --bundle FOLDER --out FOLDER

Each picture is encoded once. What each source finds is kept in OUT/drawn, so that a comparison that was
interrupted goes on where it ended; ranking and scoring are quick and done anew. OUT/generation.md and
OUT/generation.csv hold the figures. Intervals are 95 % by the bootstrap, those of differences paired with the
default, the most probable of ten samples; milliseconds are of processor time, from the encoded picture to
the caption.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from narrator.captioning.bundle import Bundle
from narrator.captioning.ranking import Ranker
from narrator.captioning.shelves import find_bundle
from narrator.captioning.similarity import Rarity
from narrator.captioning.vocabulary import Vocabulary, words_of
from training.config import Config, load_config
from training.data.datasets import read_source
from training.errors import TrainingError
from training.generation.comparison import Judge, Row, choose
from training.generation.drawn import Drawn, draw_all, load, save
from training.generation.gallery import Gallery, evenly
from training.generation.methods import DEFAULT_METHOD, methods, rankers
from training.generation.sources import Source, sources
from training.generation.table import comma_separated, markdown, verdict
from training.metrics.cider import document_frequency
from training.terminal.sentences import said_in_a_sentence

_CONFIG = Path(__file__).parents[1] / "configs" / "inception-efficientnet.toml"


def compare(
    bundle: Bundle, config: Config, root: Path, folder: Path, *, pictures: int, threads: int
) -> list[Row]:
    """Every method on every validation set of the configuration. Raises `TrainingError`."""
    network = bundle.network(threads)
    galleries = [
        Gallery(name=source.name, examples=evenly(read_source(source, root), pictures), network=network)
        for source in config.data.validate
    ]
    _claim(folder, bundle, galleries, threads)
    rarity = _rarity(config, root)
    ranked_by = rankers(network, bundle.vocabulary, rarity)
    ways = sources(bundle.vocabulary)
    rows = []
    for gallery in galleries:
        drawn = {way.name: _drawn(way, gallery, bundle.vocabulary, folder / "drawn") for way in ways}
        rows += _judged(gallery, drawn, ranked_by, rarity)
    return rows


def _judged(
    gallery: Gallery, drawn: Mapping[str, Sequence[Drawn]], ranked_by: Mapping[str, Ranker], rarity: Rarity
) -> list[Row]:
    default = choose(drawn[DEFAULT_METHOD.source], ranked_by[DEFAULT_METHOD.ranking])
    judge = Judge(gallery.name, gallery.examples, default, rarity)
    rows = []
    for method in methods(list(drawn)):
        choice = choose(drawn[method.source], ranked_by[method.ranking])
        rows.append(judge.judge(method.name, choice, drawn[method.source]))
    return rows


def _drawn(source: Source, gallery: Gallery, vocabulary: Vocabulary, folder: Path) -> list[Drawn]:
    file = folder / f"{gallery.name}, {source.name}.json"
    if not file.is_file():
        save(draw_all(source, gallery, vocabulary), file)
    return load(file)


def _rarity(config: Config, root: Path) -> Rarity:
    """Of runs of words in what people wrote of the training pictures, in words as the network says them."""
    captions = [
        [words_of(caption) for caption in example.captions]
        for source in config.data.train
        for example in read_source(source, root)
    ]
    return Rarity.counted(document_frequency(captions), len(captions))


def _claim(folder: Path, bundle: Bundle, galleries: Sequence[Gallery], threads: int) -> None:
    """Write down of what the folder's results are. Raises `TrainingError` if they are of something else."""
    about = {
        "bundle": f"{bundle.name} {bundle.version}",
        "manifest": json.loads((bundle.folder / "manifest.json").read_text(encoding="utf-8")),
        "pictures": {gallery.name: len(gallery.examples) for gallery in galleries},
        "threads": threads,
    }
    (folder / "drawn").mkdir(parents=True, exist_ok=True)
    file = folder / "about.json"
    if file.is_file() and json.loads(file.read_text(encoding="utf-8")) != about:
        raise TrainingError(
            f"{folder} holds results of another bundle, pictures or threads; name another folder with --out."
        )
    file.write_text(json.dumps(about, indent=1), encoding="utf-8")


@click.command()
@click.option(
    "--data", "root", type=click.Path(path_type=Path), required=True, help="Where the data sets are."
)
@click.option("--bundle", "model", help="The folder or the name of a bundle; else the released one.")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="Where results go.")
@click.option(
    "--pictures",
    default=500,
    show_default=True,
    type=click.IntRange(min=1),
    help="At most so many pictures of each set, evenly over its list.",
)
@click.option(
    "--threads",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Processor threads of the network.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=_CONFIG,
    help="The configuration that names the data sets.",
)
def main(root: Path, model: str | None, folder: Path, pictures: int, threads: int, config: Path) -> None:
    """Compare every way to draw and choose captions on the development pictures."""
    with said_in_a_sentence():
        bundle = Bundle.open(find_bundle(model))
        rows = compare(bundle, load_config(config), root, folder, pictures=pictures, threads=threads)
    of = f"{bundle.name} {bundle.version}, at most {pictures} pictures of each set, threads: {threads}."
    report = f"{of}\n\n{markdown(rows)}\n\n{verdict(rows)}\n"
    (folder / "generation.md").write_text(report, encoding="utf-8")
    (folder / "generation.csv").write_text(comma_separated(rows), encoding="utf-8")
    click.echo(report, nl=False)


if __name__ == "__main__":
    main()
