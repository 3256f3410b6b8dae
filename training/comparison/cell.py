"""One cell of the comparison: trained, judged and timed, or taken from an earlier run."""

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median

from models.captioner import Captioner as TorchCaptioner
from narrator.captioning.bundle import DECODER, ENCODER
from narrator.captioning.captioner import Captioner
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.threads import default_threads
from narrator.captioning.vocabulary import Vocabulary
from training.comparison.plan import Cell
from training.comparison.result import Judgement, Result
from training.datasets import Example, read_source
from training.errors import ConfigError
from training.features import cache_all
from training.graphs import write_graphs
from training.metrics.scores import cider_d, score
from training.quantise import spread
from training.train import train
from training.validation import caption_pictures, open_validation

VIEWS_SEED = 1
"""All seeds learn from the same views of the pictures, so that they are cached once."""


def prepare(cell: Cell, root: Path, cache: Path) -> None:
    """Cache the features of the cell's encoder, unless it is trained from scratch and so has none to keep.

    Raises `MissingWeightsError` when its weights are not here.
    """
    if not cell.contestant.from_scratch:
        cache_all(cell.config, root, cache / cell.contestant.folder, views_seed=VIEWS_SEED)


def run_cell(cell: Cell, root: Path, cache: Path, out: Path) -> Result:
    """What the cell came to; trained only as far as an earlier run did not.

    Raises `ConfigError` when the folder holds a cell of other settings, and what training raises.
    """
    folder = out / cell.folder
    finished = folder / "result.json"
    refuse_other_settings(cell, out)
    if finished.is_file():
        return replace(Result.load(finished), encoder=cell.contestant.label)
    _write_settings(cell, folder)
    captioner = train(cell.config, root, cache / cell.contestant.folder, folder).eval()
    vocabulary = Vocabulary.load(folder / "vocabulary.json")
    result = Result(
        encoder=cell.contestant.label,
        decoder=cell.decoder.name,
        seed=cell.seed,
        from_scratch=cell.contestant.from_scratch,
        parameters=sum(parameter.numel() for parameter in captioner.parameters()),
        seconds=seconds_a_picture(captioner, vocabulary, _timed(cell, root), cell.comparison.beam),
        threads=default_threads(),
        judgements=judge(captioner, vocabulary, cell, root, cache),
    )
    result.save(finished)
    # A checkpoint is five times the weights, and a finished cell needs none.
    for file in (folder / "checkpoint.pt", *folder.glob("stage-*.pt")):
        file.unlink()
    return result


def judge(
    captioner: TorchCaptioner, vocabulary: Vocabulary, cell: Cell, root: Path, cache: Path
) -> dict[str, Judgement]:
    """Caption all pictures of the validation sets and score the captions."""
    # While training, some pictures are enough; the verdict is on all.
    data = replace(cell.comparison.data, validation_pictures=10**9)
    config = replace(cell.config, data=data)
    sets = open_validation(config, captioner.encoder, root, cache / cell.contestant.folder)
    judgements = {}
    for name, validation in sets.items():
        captions = caption_pictures(captioner, name, validation, vocabulary, width=cell.comparison.beam)
        references = [example.captions for example in validation.examples]
        judgements[name] = Judgement(
            scores=score(captions, references),
            ciders=tuple(cider_d(captions, references)),
            captions=tuple(captions),
        )
    return judgements


def seconds_a_picture(
    captioner: TorchCaptioner, vocabulary: Vocabulary, examples: Sequence[Example], width: int
) -> float:
    """Median seconds from a picture's file to its caption, by the program itself on exported graphs."""
    with tempfile.TemporaryDirectory(prefix="narrator-compare-") as temporary:
        encoder, decoder = Path(temporary, ENCODER), Path(temporary, DECODER)
        write_graphs(captioner, encoder, decoder)
        runtime = Captioner(OnnxNetwork(encoder, decoder), vocabulary, name="compared", version="fp32")
    runtime.beam(examples[0].picture, width)  # the first run of a graph is slower
    times = []
    for example in examples:
        started = time.perf_counter()
        runtime.beam(example.picture, width)
        times.append(time.perf_counter() - started)
    return median(times)


def _timed(cell: Cell, root: Path) -> Sequence[Example]:
    return spread(read_source(cell.comparison.data.validate[0], root), cell.comparison.timed_pictures)


def refuse_other_settings(cell: Cell, out: Path) -> None:
    """Raise `ConfigError` when the cell's folder was begun with other settings than the cell has now."""
    file = out / cell.folder / "settings.json"
    if file.is_file() and json.loads(file.read_text(encoding="utf-8")) != _settings(cell):
        raise ConfigError(
            f"{file.parent} was made with other settings: name another folder with --out, or delete it."
        )


def _settings(cell: Cell) -> dict[str, object]:
    """All that decides what the cell comes to, as JSON has it; the name is only how messages call it."""
    settings = {**asdict(cell.config), "name": "", "beam": cell.comparison.beam}
    plain: dict[str, object] = json.loads(json.dumps(settings))
    return plain


def _write_settings(cell: Cell, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps(_settings(cell), indent=1), encoding="utf-8")
