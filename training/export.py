"""Turn a run into a bundle, or refuse.

    python -m training.export CONFIG --data ROOT --trained RUN --out FOLDER

Export is a gate. Nothing is written to FOLDER unless, on the validation pictures,

* the 32-bit graphs give torch's log-probabilities to 1e-4, and torch's greedy captions,
* no int8 weight can overflow on processors without VNNI,
* the int8 bundle loses at most 1 % of the CIDEr-D that the 32-bit one reaches with the same beam, on all
  pictures together, and on no set more than 1 % by more than chance.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from torch import nn

from models.captioner import Captioner as TorchCaptioner
from narrator.captioning.bundle import VOCABULARY, write_manifest
from narrator.captioning.captioner import Captioner
from narrator.captioning.decoding import greedy
from narrator.captioning.filters import caption_filters
from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import Network, OnnxNetwork
from narrator.captioning.shelves import MANIFEST
from narrator.captioning.vocabulary import START, Vocabulary
from narrator.picture.opening import open_picture, squeeze
from training.config import Config, load_config
from training.data.datasets import Example, read_source
from training.errors import TrainingError
from training.evaluate import BEAM, SPOKEN, Evaluation, evaluate_all, load_run, table
from training.metrics.bootstrap import interval
from training.metrics.cider import cider_d
from training.metrics.tokenizer import tokenize
from training.release.card import model_card
from training.release.graphs import write_graphs
from training.release.quantise import (
    CALIBRATION_PICTURES,
    calibration_pictures,
    quantise_decoder,
    quantise_encoder,
    saturating_weights,
    spread,
)
from training.release.torch_network import TorchNetwork
from training.terminal.command_options import config_argument, data_option
from training.terminal.sentences import said_in_a_sentence

TOLERANCE = 1e-4
"""Largest difference in log-probability between torch and 32-bit ONNX."""
COST = 0.01
"""Largest share of CIDEr-D that int8 may cost."""


class GateError(TrainingError):
    """The bundle is not good enough to be written."""


def export(
    config: Config,
    root: Path,
    run: Path,
    folder: Path,
    *,
    version: str,
    calibration: int,
    compared_pictures: int,
) -> list[Evaluation]:
    """Write the bundle of a run; returns its scores. Raises `GateError` when it must not be shipped."""
    refuse_other_folder(folder)
    vocabulary = Vocabulary.load(run / "vocabulary.json")
    captioner = load_run(config, run)
    validation = [example for source in config.data.validate for example in read_source(source, root)]
    with tempfile.TemporaryDirectory(prefix="narrator-export-") as temporary:
        full, small = Path(temporary, "fp32"), Path(temporary, "int8")
        for place in (full, small):
            place.mkdir()
            vocabulary.save(place / VOCABULARY)
        write_graphs(captioner, full / ENCODER, full / DECODER)
        compare_with_torch(captioner, full, vocabulary, spread(validation, compared_pictures))

        pictures = calibration_pictures(config, root, captioner.encoder.image_size, calibration)
        quantise_encoder(full / ENCODER, small / ENCODER, pictures, head=head_in_32_bits(config, captioner))
        quantise_decoder(full / DECODER, small / DECODER)
        unsafe = [name for graph in (ENCODER, DECODER) for name in saturating_weights(small / graph)]
        if unsafe:
            raise GateError(f"The int8 weights {unsafe[0]} can overflow on processors without VNNI.")

        sets = {source.name: read_source(source, root) for source in config.data.validate}
        before = evaluate_all(open_graphs(full, vocabulary, config.name), config, root, [BEAM])
        after = evaluate_all(open_graphs(small, vocabulary, config.name), config, root, [SPOKEN, BEAM])
        compare_with_full(cider_by_set(before, sets), cider_by_set(after, sets))

        card = model_card(config, after, before, sets)
        (small / "MODEL_CARD.md").write_text(card, encoding="utf-8")
        write_manifest(
            small,
            name=config.name,
            version=version,
            precision="int8",
            image_size=captioner.encoder.image_size,
            scores={f"{e.dataset}, {e.method}": dict(e.scores) for e in after},
            training=config.training_data,
        )
        put_in_place(small, folder)
    return after


def refuse_other_folder(folder: Path, *, marked_by: str = MANIFEST) -> None:
    """Raise `TrainingError` for a folder that holds anything but a bundle, which a new one may replace."""
    if folder.exists() and not (folder / marked_by).is_file() and (folder.is_file() or any(folder.iterdir())):
        raise TrainingError(f"{folder} is there and no bundle: name another folder with --out, or delete it.")


def put_in_place(bundle: Path, folder: Path) -> None:
    """Copy a bundle to a folder, where the one before stays until all of the new one is there."""
    new = folder.with_name(f"{folder.name}.new")
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(bundle, new)
    if folder.exists():
        shutil.rmtree(folder)
    new.rename(folder)


def head_in_32_bits(config: Config, captioner: TorchCaptioner) -> int:
    """How many convolutions at the encoder's end keep 32 bits.

    Where the trunk was rounded before training, those that were trained after it: they have met its
    rounding, but nothing has met theirs.
    """
    if config.data.cache_precision != "int8":
        return 0
    return sum(isinstance(module, nn.Conv2d) for module in captioner.encoder.head.modules())


def compare_with_torch(
    captioner: TorchCaptioner, folder: Path, vocabulary: Vocabulary, examples: Sequence[Example]
) -> float:
    """The largest difference in log-probability along torch's greedy captions. Raises `GateError`."""
    torch_network = TorchNetwork(captioner)
    onnx_network = OnnxNetwork(folder / ENCODER, folder / DECODER)
    filters = caption_filters(vocabulary)
    worst = 0.0
    for example in examples:
        pixels = squeeze(open_picture(example.picture).image, captioner.encoder.image_size)
        said = greedy(torch_network, torch_network.encode(pixels), filters=filters).tokens
        if greedy(onnx_network, onnx_network.encode(pixels), filters=filters).tokens != said:
            raise GateError(f"ONNX says another greedy caption than torch of {example.picture.name}.")
        expected, found = (read_aloud(network, pixels, said) for network in (torch_network, onnx_network))
        worst = max(worst, float(np.abs(expected - found).max()))
    if worst > TOLERANCE:
        raise GateError(
            f"The log-probabilities of ONNX and torch differ by {worst:.1e}; {TOLERANCE:.0e} is allowed."
        )
    return worst


def read_aloud(network: Network, pixels: NDArray[np.uint8], tokens: Sequence[int]) -> NDArray[np.float32]:
    """All log-probabilities [T + 1, V] along a caption that the network is made to say."""
    state = network.encode(pixels)
    rows = []
    for token in (START, *tokens):
        log_probs, state = network.step(np.array([token]), state)
        rows.append(log_probs[0])
    return np.stack(rows)


def cider_by_set(
    evaluations: Sequence[Evaluation], sets: Mapping[str, Sequence[Example]]
) -> dict[str, NDArray[np.float64]]:
    """CIDEr-D of each picture with the beam, set by set."""
    return {
        evaluation.dataset: np.array(
            cider_d(
                [tokenize(caption) for caption in evaluation.captions],
                [[tokenize(caption) for caption in example.captions] for example in sets[evaluation.dataset]],
            )
        )
        for evaluation in evaluations
        if evaluation.method == BEAM.name
    }


def compare_with_full(
    full: Mapping[str, NDArray[np.float64]], small: Mapping[str, NDArray[np.float64]]
) -> None:
    """Raise `GateError` when int8 costs too much CIDEr-D; given is that of each picture, set by set.

    On 150 pictures chance alone moves the mean by more than 1 %: rounding changes few captions, and each of
    these by much, upwards or downwards. So the limit is for all pictures, and a set alone is refused when its
    loss is above the limit wherever in the bootstrap's interval the truth lies.
    """
    whole, rounded = (np.concatenate([by_set[name] for name in full]) for by_set in (full, small))
    _refuse_loss("all validation pictures", whole, rounded, float(whole.mean() - rounded.mean()))
    for name in full:
        _refuse_loss(name, full[name], small[name], interval(list(full[name] - small[name])).low)


def _refuse_loss(
    where: str, whole: NDArray[np.float64], rounded: NDArray[np.float64], certain: float
) -> None:
    if certain > COST * whole.mean():
        raise GateError(
            f"int8 brings CIDEr-D on {where} from {whole.mean():.3f} to {rounded.mean():.3f}, "
            f"more than {COST:.0%} down: calibrate on more pictures or leave more layers in 32 bits."
        )


def open_graphs(folder: Path, vocabulary: Vocabulary, name: str) -> Captioner:
    """The program's captioner on graphs that are no bundle yet."""
    return Captioner(OnnxNetwork(folder / ENCODER, folder / DECODER), vocabulary, name=name, version="export")


@click.command()
@config_argument
@data_option
@click.option("--trained", "run", type=click.Path(path_type=Path), required=True, help="The folder of a run.")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder.")
@click.option("--version", default="1", show_default=True, help="The bundle's version.")
@click.option(
    "--calibration",
    default=CALIBRATION_PICTURES,
    show_default=True,
    help="Pictures that int8 is fitted to.",
)
@click.option(
    "--compared", "compared_pictures", default=20, show_default=True, help="Pictures compared with torch."
)
def main(
    config: Path,
    root: Path,
    run: Path,
    folder: Path,
    version: str,
    calibration: int,
    compared_pictures: int,
) -> None:
    """Export the best weights of RUN as a bundle."""
    with said_in_a_sentence():
        evaluations = export(
            load_config(config),
            root,
            run,
            folder,
            version=version,
            calibration=calibration,
            compared_pictures=compared_pictures,
        )
    click.echo(table(evaluations))


if __name__ == "__main__":
    main()
