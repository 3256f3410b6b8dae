"""Train a translator of captions.

    python -m training.translate LANGUAGE --data FOLDER --out RUN

FOLDER holds `train.en.txt.gz`, `train.LANGUAGE.txt.gz` and the same of `val`. A run is a folder:
`subwords.model`, `checkpoint.pt` to go on from, `best.pt` with the weights that translated the validation
part best, and `curves.csv`. Started again, the same command goes on after the last whole epoch.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import not_
from pathlib import Path

import click
import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel

from models.decoders.decoder import DecoderConfig
from models.translator import Translator
from narrator.captioning.vocabulary import PAD
from training.learning.checkpoint import (
    Progress,
    load_checkpoint,
    load_optimizer,
    save_checkpoint,
    save_weights,
)
from training.learning.curves import append_row
from training.learning.muon_and_adam import MuonAndAdam
from training.learning.optimisation import moving_average, take_step
from training.learning.smoothed import smoothed_cross_entropy
from training.terminal.sentences import said_in_a_sentence
from training.translation.batches import Batch, epoch
from training.translation.pairs import Pair, read_pairs
from training.translation.score import bleu
from training.translation.subwords import LearnedSubwords


def _network() -> DecoderConfig:
    return DecoderConfig(name="transformer", hidden=128, heads=4, layers=4, dropout=0.2)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a translator is trained.

    The network has the size that Wu et al. 2021 (arXiv:2105.14462) found best for so few pairs. The rates
    rise for some steps, stay for half of the epochs and fall in a line then.
    """

    network: DecoderConfig = field(default_factory=_network)
    subwords: int = 5000
    skipped: float = 0.1
    """Of joins of subwords, while they are learned from."""
    tokens: int = 4096
    """In a batch, at most, on either side."""
    muon_rate: float = 0.006
    adam_rate: float = 0.004
    """Of the tables of subwords, biases and norms."""
    warmup_steps: int = 300
    label_smoothing: float = 0.1
    gradient_norm: float = 1.0
    average_decay: float = 0.999
    epochs: int = 30
    validate_every: int = 4
    """Epochs."""
    seed: int = 1


class Run:
    """A translator that learns, in a folder from which it goes on."""

    def __init__(self, recipe: Recipe, folder: Path, pairs: Sequence[Pair]) -> None:
        """Begin it, or take up where it was left. Raises `TrainingError` for one of another recipe."""
        folder.mkdir(parents=True, exist_ok=True)
        self._recipe = recipe
        self._folder = folder
        self._pairs = pairs
        self._subwords = _subwords(folder / "subwords.model", recipe.subwords, pairs)
        torch.manual_seed(recipe.seed)
        self._translator = Translator(recipe.network, len(self._subwords))
        self._averaged = AveragedModel(self._translator, multi_avg_fn=moving_average(recipe.average_decay))
        self._optimizer = _optimiser(self._translator, recipe)
        self.progress = Progress()
        if self._checkpoint.is_file():
            self.progress, state = load_checkpoint(self._checkpoint, self._translator, self._averaged)
            load_optimizer(self._checkpoint, self._optimizer, state)

    @property
    def finished(self) -> bool:
        """Whether it has had all its epochs."""
        return self.progress.epoch >= self._recipe.epochs

    def learn(self) -> float:
        """One epoch; returns its mean loss a subword."""
        # Each epoch has its own random numbers, so that a resumed run draws the same ones.
        random = np.random.default_rng((self._recipe.seed, self.progress.epoch))
        torch.manual_seed(int(random.integers(2**63)))
        self._translator.train()
        losses = [
            self._step(batch)
            for batch in epoch(
                self._pairs,
                self._subwords,
                random,
                tokens=self._recipe.tokens,
                skipped=self._recipe.skipped,
            )
        ]
        self.progress = replace(self.progress, epoch=self.progress.epoch + 1)
        return float(np.mean(losses))

    def validate(self, pairs: Sequence[Pair]) -> float | None:
        """BLEU of the averaged weights, where that is due now. The best ones are kept."""
        if self.progress.epoch % self._recipe.validate_every and not self.finished:
            return None
        averaged = self._averaged.module
        assert isinstance(averaged, Translator)
        score = bleu(averaged, self._subwords, pairs)
        if score > self.progress.best:
            self.progress = replace(self.progress, best=score)
            save_weights(self._folder / "best.pt", averaged.state_dict())
        return score

    def save(self, loss: float, score: float | None, seconds: float) -> None:
        """Keep what was learned until now, with a row of figures."""
        row = {
            "epoch": self.progress.epoch,
            "steps": self.progress.steps,
            "loss": f"{loss:.4f}",
            "BLEU": "" if score is None else f"{score:.2f}",
            "seconds": f"{seconds:.0f}",
        }
        append_row(self._folder / "curves.csv", row)
        save_checkpoint(self._checkpoint, self._translator, self._averaged, self._optimizer, self.progress)

    @property
    def _checkpoint(self) -> Path:
        return self._folder / "checkpoint.pt"

    def _step(self, batch: Batch) -> float:
        said = batch.wanted != PAD
        with torch.autocast("cpu", torch.bfloat16):
            logits = self._translator(batch.source, batch.given, said)
        loss = smoothed_cross_entropy(logits, batch.wanted[said], self._recipe.label_smoothing)
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        take_step(
            self._optimizer,
            share=rate_share(
                self.progress.steps, self._recipe.warmup_steps, self.progress.epoch / self._recipe.epochs
            ),
            gradient_norm=self._recipe.gradient_norm,
        )
        self._averaged.update_parameters(self._translator)
        self.progress = replace(self.progress, steps=self.progress.steps + 1)
        return loss.item()


def train(recipe: Recipe, language: str, data: Path, folder: Path, *, say: Callable[[str], None]) -> None:
    """Train, or go on; `say` takes a sentence at each epoch. Raises `TrainingError`."""
    pairs, held_out = (read_pairs(data, part, language) for part in ("train", "val"))
    run = Run(recipe, folder, pairs)
    while not run.finished:
        began = time.monotonic()
        loss = run.learn()
        score = run.validate(held_out)
        run.save(loss, score, time.monotonic() - began)
        scored = "" if score is None else f", BLEU {score:.2f}"
        say(f"Epoch {run.progress.epoch}: loss {loss:.3f}{scored}.")


def rate_share(step: int, warmup_steps: int, done: float) -> float:
    """The share of the learning rates at a step, when so much of all epochs is done (0 to 1)."""
    return min(1.0, (step + 1) / warmup_steps, 2 * (1 - done))


def _optimiser(translator: Translator, recipe: Recipe) -> MuonAndAdam:
    table = translator.decoder.words.embedding.weight
    within = [weight.ndim == 2 and weight is not table for weight in translator.parameters()]
    return MuonAndAdam(
        compress(translator.parameters(), within),
        compress(translator.parameters(), map(not_, within)),
        muon_rate=recipe.muon_rate,
        adam_rate=recipe.adam_rate,
    )


def _subwords(file: Path, size: int, pairs: Sequence[Pair]) -> LearnedSubwords:
    if not file.is_file():
        LearnedSubwords.learn((text for pair in pairs for text in (pair.source, pair.target)), size).save(
            file
        )
    return LearnedSubwords.load(file)


@click.command()
@click.argument("language")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The folder of the pairs.")
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The folder of the run.")
@click.option("--epochs", default=Recipe.epochs, show_default=True, help="How often each pair is seen.")
@click.option("--threads", default=1, show_default=True, help="Of the processor.")
def main(language: str, data: Path, run: Path, epochs: int, threads: int) -> None:
    """Train a translator of captions from English to LANGUAGE, such as de."""
    torch.set_num_threads(threads)
    with said_in_a_sentence():
        train(replace(Recipe(), epochs=epochs), language, data, run, say=click.echo)


if __name__ == "__main__":
    main()
