"""Caption the validation pictures with the program's own decoding, and score the captions.

    python -m training.evaluate CONFIG --data ROOT --bundle FOLDER
    python -m training.evaluate CONFIG --data ROOT --trained RUN

The first judges a bundle as it is shipped, the second the torch weights of a run. Both ways of
choosing a caption stand side by side: what is spoken, the most probable of ten samples, and what a
beam search finds. Under torchrun the pictures are shared among its processes; the first says the scores.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from tqdm import tqdm

from models.captioner import Captioner as TorchCaptioner
from models.encoders import build_encoder
from narrator.captioning.captioner import Captioner
from narrator.captioning.vocabulary import Vocabulary
from training.config import Config, load_config
from training.data.datasets import Example, read_source
from training.learning.checkpoint import load_weights
from training.learning.processes import ALONE, Processes, started
from training.metrics.scores import score
from training.release.torch_network import TorchNetwork
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import markdown_table
from training.terminal.sentences import as_training_errors


@dataclass(frozen=True, kw_only=True)
class Method:
    """How the caption is chosen: the most probable of so many samples, or the best of a beam."""

    samples: int = 0
    beam: int = 0

    @property
    def name(self) -> str:
        """As it stands in tables."""
        return f"beam {self.beam}" if self.beam else f"spoken, of {self.samples}"

    def caption(self, captioner: Captioner, picture: Path, seed: int) -> str:
        """The caption of one picture."""
        if self.beam:
            return captioner.beam(picture, width=self.beam)[0].caption
        return captioner.caption(picture, samples=self.samples, seed=seed).candidates[0].caption


SPOKEN = Method(samples=10)
BEAM = Method(beam=3)


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The captions of one data set and their scores."""

    dataset: str
    method: str
    scores: Mapping[str, float]
    captions: tuple[str, ...]


def evaluate(
    captioner: Captioner,
    dataset: str,
    examples: Sequence[Example],
    method: Method,
    *,
    processes: Processes = ALONE,
) -> Evaluation:
    """Caption every picture, number i with the seed i, and score all captions."""
    mine = tqdm(
        processes.share(list(enumerate(examples))),
        desc=f"{dataset}, {method.name}",
        unit="picture",
        disable=not processes.first,
    )
    captions = processes.together(
        [method.caption(captioner, example.picture, seed) for seed, example in mine]
    )
    scores = processes.from_first(lambda: score(captions, [example.captions for example in examples]))
    return Evaluation(dataset=dataset, method=method.name, scores=scores, captions=tuple(captions))


def evaluate_all(
    captioner: Captioner,
    config: Config,
    root: Path,
    methods: Sequence[Method],
    *,
    processes: Processes = ALONE,
) -> list[Evaluation]:
    """Every validation set with every method, side by side."""
    sets = {source.name: read_source(source, root) for source in config.data.validate}
    return [
        evaluate(captioner, name, examples, method, processes=processes)
        for method in methods
        for name, examples in sets.items()
    ]


def load_run(config: Config, run: Path) -> TorchCaptioner:
    """The torch captioner with a run's best weights, which are all that it needs."""
    vocabulary = Vocabulary.load(run / "vocabulary.json")
    encoder = build_encoder(config.encoder.with_weights(lambda _: "none"))
    captioner = TorchCaptioner.build(encoder, config.decoder, len(vocabulary))
    load_weights(run / "best.pt", captioner)
    return captioner.eval()


def runtime_captioner(torch_captioner: TorchCaptioner, vocabulary: Vocabulary, name: str) -> Captioner:
    """The program's captioner around a torch network."""
    return Captioner(TorchNetwork(torch_captioner), vocabulary, name=name, version="torch")


def table(evaluations: Sequence[Evaluation]) -> str:
    """The scores as a Markdown table."""
    metrics = list(evaluations[0].scores)
    return markdown_table(
        ["pictures", "caption", *metrics],
        [
            [
                f"{evaluation.dataset}, {len(evaluation.captions)}",
                evaluation.method,
                *(f"{evaluation.scores[metric]:.3f}" for metric in metrics),
            ]
            for evaluation in evaluations
        ],
    )


@click.command()
@config_argument
@data_option
@click.option("--bundle", help="The folder or the name of a bundle.")
@click.option("--trained", "run", type=click.Path(path_type=Path), help="The folder of a run.")
@click.option("--samples", default=SPOKEN.samples, show_default=True)
@click.option("--beam", "width", default=BEAM.beam, show_default=True)
@click.option(
    "--json", "output", type=click.Path(path_type=Path), help="Write scores and captions to this file."
)
def main(
    config: Path,
    root: Path,
    bundle: str | None,
    run: Path | None,
    samples: int,
    width: int,
    output: Path | None,
) -> None:
    """Score a bundle or a run on the validation sets of CONFIG."""
    if (bundle is None) == (run is None):
        raise click.UsageError("Name either a bundle with --bundle or a run with --trained.")
    with started("cpu") as processes, as_training_errors():
        settings = load_config(config)
        if run is not None:
            vocabulary = Vocabulary.load(run / "vocabulary.json")
            captioner = runtime_captioner(load_run(settings, run), vocabulary, settings.name)
        else:
            captioner = Captioner.load(bundle)
        methods = [Method(samples=samples), Method(beam=width)]
        evaluations = evaluate_all(captioner, settings, root, methods, processes=processes)
        if not processes.first:
            return
        click.echo(table(evaluations))
        if output is not None:
            output.write_text(
                json.dumps([asdict(evaluation) for evaluation in evaluations], indent=1), encoding="utf-8"
            )


if __name__ == "__main__":
    main()
