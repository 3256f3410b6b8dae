"""Compare ways to train the same captioner, one setting changed at a time.

    python -m training.recipes CONFIG --data ROOT --cache CACHE --weights WEIGHTS --out FOLDER

All begin with the same WEIGHTS, such as a run's `stage-2.pt`, and go through the same stage. FOLDER gets
`recipes.md`, renewed after each, and a run for each way and seed. Started again, the same command takes what
is finished as it is and goes on with what was cut off.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean

import click

from models.decoders import DecoderConfig
from narrator.captioning.vocabulary import Vocabulary
from narrator.whole_file import whole_file
from training.comparison.judge import discard_checkpoints, judge, refuse_other_settings, write_settings
from training.comparison.result import Judgement
from training.config import Config, OptimisationConfig, check_networks, load_config, parse, read_table
from training.errors import ConfigError
from training.metrics.bootstrap import interval
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import said_in_a_sentence
from training.train import train


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One way to train."""

    label: str
    """As it stands in the table."""
    decoder: DecoderConfig
    stage: OptimisationConfig


@dataclass(frozen=True, kw_only=True)
class Recipes:
    """Ways to train; the first is what the others are compared with."""

    base: str
    """The configuration, beside this file, with encoder, decoder and data of all."""
    recipes: tuple[Recipe, ...]
    seeds: tuple[int, ...] = (1,)
    beam: int = 3
    """The width of the beam that captions are judged with."""
    validation_pictures: int = 30
    """Of each set, which decide which epoch's weights are judged on all."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a recipe came to with each seed, by data set."""

    label: str
    seeds: Sequence[Mapping[str, Judgement]]

    def score(self, dataset: str, metric: str) -> float:
        """The mean of the seeds."""
        return fmean(judgements[dataset].scores[metric] for judgements in self.seeds)

    def ciders(self, dataset: str) -> list[float]:
        """CIDEr-D of each picture, the mean of the seeds."""
        columns = zip(*(judgements[dataset].ciders for judgements in self.seeds), strict=True)
        return [fmean(values) for values in columns]


def load_recipes(path: Path) -> tuple[Recipes, Config]:
    """Read a file of recipes and the configuration that it names. Raises `ConfigError` naming what is wrong.

    The file's `[stage]` holds for all, and each of its `[[recipes]]` names what is other there in its own
    `stage` and `decoder`.
    """
    table = read_table(path)
    if not isinstance(table.get("base"), str):
        raise ConfigError(f"{path.name}: the setting 'base' is missing: which configuration is trained.")
    base = load_config(path.parent / table["base"])
    stage = table.pop("stage", {})
    decoder = read_table(path.parent / table["base"]).get("decoder", {})
    for recipe in table.get("recipes", []):
        recipe["stage"] = stage | recipe.get("stage", {})
        recipe["decoder"] = decoder | recipe.get("decoder", {})
    recipes = parse(Recipes, table, where=path.name)
    for recipe in recipes.recipes:
        check_networks(base.encoder, recipe.decoder, where=f"{path.name}: {recipe.label}")
    labels = [_folder(recipe.label) for recipe in recipes.recipes]
    if not labels or len(set(labels)) < len(labels):
        raise ConfigError(f"{path.name}: each recipe needs a label of its own, and there is one at least.")
    return recipes, base


def try_recipes(
    recipes: Recipes, base: Config, root: Path, cache: Path, out: Path, *, start: Path
) -> list[Tried]:
    """Train and judge all, or what is left of them, and write the table after each.

    Raises `ConfigError` when the folder holds runs of other settings or from other weights, and what training
    raises.
    """
    tried: list[Tried] = []
    data = replace(base.data, validation_pictures=recipes.validation_pictures)
    for recipe in recipes.recipes:
        seeds = []
        for seed in recipes.seeds:
            config = replace(
                base, name=recipe.label, data=data, decoder=recipe.decoder, stages=(recipe.stage,), seed=seed
            )
            folder = out / _folder(recipe.label) / f"seed-{seed}"
            seeds.append(_try_once(config, recipes.beam, root, cache, folder, start))
        tried.append(Tried(label=recipe.label, seeds=seeds))
        (out / "recipes.md").write_text(table(tried) + "\n", encoding="utf-8")
    return tried


def _try_once(
    config: Config, beam: int, root: Path, cache: Path, folder: Path, start: Path
) -> Mapping[str, Judgement]:
    finished = folder / "judged.json"
    refuse_other_settings(config, beam, folder, start=start)
    if finished.is_file():
        saved = json.loads(finished.read_text(encoding="utf-8"))
        return {name: Judgement.from_record(record) for name, record in saved.items()}
    write_settings(config, beam, folder, start=start)
    captioner = train(config, root, cache, folder, start=start).eval()
    vocabulary = Vocabulary.load(folder / "vocabulary.json")
    judgements = judge(captioner, vocabulary, config, root, cache, beam=beam)
    with whole_file(finished, synced=True) as stream:
        stream.write(json.dumps({name: asdict(j) for name, j in judgements.items()}, indent=1).encode())
    discard_checkpoints(folder)
    return judgements


def table(tried: Sequence[Tried]) -> str:
    """CIDEr-D and BLEU-4 by data set, and how much CIDEr-D is above the first recipe's, in Markdown."""
    datasets = list(tried[0].seeds[0])
    head = ["recipe"]
    for dataset in datasets:
        head += [f"CIDEr-D, {dataset}", "difference", "BLEU-4"]
    rows = []
    for recipe in tried:
        row = [recipe.label]
        for dataset in datasets:
            pairs = zip(recipe.ciders(dataset), tried[0].ciders(dataset), strict=True)
            differences = [own - first for own, first in pairs]
            sure = interval(differences)
            row += [
                f"{recipe.score(dataset, 'CIDEr-D'):.3f}",
                f"{fmean(differences):+.3f} [{sure.low:+.3f}, {sure.high:+.3f}]"
                if recipe is not tried[0]
                else "",
                f"{recipe.score(dataset, 'BLEU-4'):.3f}",
            ]
        rows.append(row)
    return markdown_table(head, rows)


def _folder(label: str) -> str:
    return re.sub(r"\W+", "-", label.lower()).strip("-")


@click.command()
@config_argument
@data_option
@cache_option
@click.option(
    "--weights", "start", type=click.Path(path_type=Path), required=True, help="What all begin with."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder of all runs.")
def main(config: Path, root: Path, cache: Path, start: Path, out: Path) -> None:
    """Train the captioner that CONFIG names in each of its ways, and compare them."""
    with said_in_a_sentence():
        recipes, base = load_recipes(config)
        tried = try_recipes(recipes, base, root, cache, out, start=start)
    click.echo(table(tried))


if __name__ == "__main__":
    main()
