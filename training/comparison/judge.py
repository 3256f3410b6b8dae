"""What a trained captioner is worth, and whether a folder holds what was asked for."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from models.captioner import Captioner
from narrator.captioning.vocabulary import Vocabulary
from training.comparison.result import Judgement
from training.config import Config, deviations
from training.errors import ConfigError
from training.learning.validation import caption_pictures, open_validation
from training.metrics.scores import cider_d, score


def judge(
    captioner: Captioner, vocabulary: Vocabulary, config: Config, root: Path, cache: Path, *, beam: int
) -> dict[str, Judgement]:
    """Caption all pictures of the validation sets and score the captions."""
    # While training, some pictures are enough; the verdict is on all.
    data = replace(config.data, validation_pictures=10**9)
    sets = open_validation(replace(config, data=data), captioner.encoder, root, cache)
    judgements = {}
    for name, validation in sets.items():
        captions = caption_pictures(captioner, name, validation, vocabulary, width=beam)
        references = [example.captions for example in validation.examples]
        judgements[name] = Judgement(
            scores=score(captions, references),
            ciders=tuple(cider_d(captions, references)),
            captions=tuple(captions),
        )
    return judgements


def refuse_other_settings(config: Config, beam: int, folder: Path, *, start: Path | None = None) -> None:
    """Raise `ConfigError` when the folder was begun with other settings or weights than these."""
    file = folder / "settings.json"
    if file.is_file() and json.loads(file.read_text(encoding="utf-8")) != _settings(config, beam, start):
        raise ConfigError(
            f"{folder} was made with other settings: name another folder with --out, or delete it."
        )


def write_settings(config: Config, beam: int, folder: Path, *, start: Path | None = None) -> None:
    """Note in a folder, which is made, what it is for."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = json.dumps(_settings(config, beam, start), indent=1)
    (folder / "settings.json").write_text(settings, encoding="utf-8")


def discard_checkpoints(folder: Path) -> None:
    """Delete what a finished run needs no more: a checkpoint is five times the weights."""
    for file in (folder / "checkpoint.pt", *folder.glob("stage-*.pt")):
        file.unlink()


def _settings(config: Config, beam: int, start: Path | None) -> dict[str, object]:
    """All that decides what a captioner comes to, as JSON has it; the name is only how messages call it."""
    begun = {"start": hashlib.sha256(start.read_bytes()).hexdigest()} if start else {}
    return {**deviations(config), "name": "", "beam": beam, **begun}
