"""One cell of the comparison: trained, judged and timed, or taken from an earlier run."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from models.captioner import Captioner as TorchCaptioner
from models.encoders import EncoderConfig
from narrator.captioning.captioner import Captioner
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.threads import default_threads
from narrator.captioning.vocabulary import Vocabulary
from training.comparison.judge import discard_checkpoints, judge, refuse_other_settings, write_settings
from training.comparison.plan import Cell, Comparison, Contestant
from training.comparison.result import Result
from training.comparison.schooling import school
from training.data.datasets import read_source
from training.evaluate import load_run
from training.features import cache_all
from training.release.graphs import write_graphs
from training.release.quantise import spread
from training.train import train

VIEWS_SEED = 1
"""All seeds learn from the same views of the pictures, so that they are cached once."""


def prepare(
    comparison: Comparison, contestant: Contestant, root: Path, cache: Path, out: Path
) -> EncoderConfig:
    """Cache the features of an encoder, first trained if it is one from scratch; returns what made them.

    Raises `MissingWeightsError` when its weights are not here, and what training raises.
    """
    encoder = contestant.encoder
    if contestant.from_scratch:
        encoder = school(comparison, contestant, root, cache, out)
    cell = Cell(comparison=comparison, contestant=contestant, decoder=comparison.decoders[0], seed=1)
    config = replace(cell.config, encoder=encoder)
    cache_all(config, root, cache / contestant.folder, views_seed=VIEWS_SEED)
    return encoder


def run_cell(
    cell: Cell, encoder: EncoderConfig, root: Path, cache: Path, out: Path, *, time_again: bool = False
) -> Result:
    """What the cell came to; trained only as far as an earlier run did not.

    `encoder` is what `prepare` returned; `time_again` measures the seconds of a finished one anew. Raises
    `ConfigError` when the folder holds a cell of other settings, and what training raises.
    """
    folder = out / cell.folder
    finished = folder / "result.json"
    refuse_other_settings(cell.config, cell.comparison.beam, folder)
    config = replace(cell.config, encoder=encoder)
    if finished.is_file():
        result = replace(Result.load(finished), encoder=cell.contestant.label)
        if time_again:
            captioner, vocabulary = (
                load_run(config, folder),
                Vocabulary.load(folder / "vocabulary.json"),
            )
            seconds = seconds_a_picture(captioner, vocabulary, cell, root)
            result = replace(result, seconds=seconds, threads=default_threads())
            result.save(finished)
        return result
    write_settings(cell.config, cell.comparison.beam, folder)
    captioner = train(config, root, cache / cell.contestant.folder, folder).eval()
    vocabulary = Vocabulary.load(folder / "vocabulary.json")
    result = Result(
        encoder=cell.contestant.label,
        decoder=cell.decoder.name,
        seed=cell.seed,
        from_scratch=cell.contestant.from_scratch,
        parameters=sum(parameter.numel() for parameter in captioner.parameters()),
        seconds=seconds_a_picture(captioner, vocabulary, cell, root),
        threads=default_threads(),
        judgements=judge(
            captioner,
            vocabulary,
            config,
            root,
            cache / cell.contestant.folder,
            beam=cell.comparison.beam,
        ),
    )
    result.save(finished)
    discard_checkpoints(folder)
    return result


def seconds_a_picture(captioner: TorchCaptioner, vocabulary: Vocabulary, cell: Cell, root: Path) -> float:
    """Median seconds from a picture's file to its caption, by the program itself on exported graphs."""
    examples = read_source(cell.comparison.data.validate[0], root)
    width = cell.comparison.beam
    with tempfile.TemporaryDirectory(prefix="narrator-compare-") as temporary:
        encoder, decoder = Path(temporary, ENCODER), Path(temporary, DECODER)
        write_graphs(captioner, encoder, decoder)
        runtime = Captioner(OnnxNetwork(encoder, decoder), vocabulary, name="compared", version="fp32")
    runtime.beam(examples[0].picture, width)  # the first run of a graph is slower
    times = []
    for example in spread(examples, cell.comparison.timed_pictures):
        started = time.perf_counter()
        runtime.beam(example.picture, width)
        times.append(time.perf_counter() - started)
    return median(times)
