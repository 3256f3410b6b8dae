"""Configuration: one TOML file a model, read once into frozen dataclasses.

The same file serves `training.features`, `training.train`, `training.evaluate` and
`training.export`. Unknown keys are refused: a misspelt setting must not be a silent default.
"""

import dataclasses
import difflib
import tomllib
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from models.decoders import DECODERS, DecoderConfig
from models.encoders import ENCODERS, EncoderConfig
from training.errors import ConfigError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class SourceConfig:
    """One data set. Paths are relative to the data root that the command names."""

    name: str
    format: Literal["flickr8k", "coco", "karpathy", "corrections", "vizwiz"]
    images: str
    captions: str
    """Flickr8k: the token file. COCO: the annotation file. Karpathy: `dataset_coco.json`. Corrections:
    `captions.jsonl`. VizWiz: `truth.json`."""
    split: str = ""
    """Flickr8k: the list of pictures. Karpathy: `train`, `train+restval`, `val` or `test`. The others have
    none: COCO's splits are files of their own."""
    weight: int = 1
    """How often an epoch draws each picture."""
    skipped_share: float = 0.001
    """With more missing and damaged pictures than this share of the list the work stops; fewer are named and
    left out."""


@dataclass(frozen=True, kw_only=True)
class DataConfig:
    """What is learned from and what is validated on."""

    train: tuple[SourceConfig, ...]
    validate: tuple[SourceConfig, ...]
    judge: tuple[SourceConfig, ...] = ()
    """More pictures that no captioner was trained on. With those of `validate` they tell how far it can be
    trusted, where enough people described them."""
    views: int = 2
    """Views of each training picture in the cache: the first plain, the others augmented."""
    cache_precision: Literal["float32", "bfloat16", "int8"] = "float32"
    """What the trunk computes in. `bfloat16` takes half the time where there are instructions for it;
    `int8` is what the bundle will run."""
    minimum_count: int = 3
    """A word is in the vocabulary when the training captions hold it this often."""
    maximum_words: int = 20
    """Longer training captions are cut after this many words."""
    captions_per_picture: int = 5
    """Captions of one picture that share a pass through the encoder's head."""
    shuffle_window: int = 0
    """Draw pictures from so many shards of the cache at a time, each read as a whole: for a cache that the
    memory cannot hold, on a disk that is slow at reading here and there. 0 draws from the whole set."""
    text: tuple[str, ...] = ()
    """Captions without pictures, one a line, perhaps gzipped: for the stage `language_model`."""
    validation_pictures: int = 250
    """Pictures of each validation set, evenly over its list, that are captioned after each epoch."""
    validation_beam: int = 1
    """Width of the beam that captions them; 1 is greedy."""


@dataclass(frozen=True, kw_only=True)
class TeacherConfig:
    """A captioner that has been trained before. Paths are relative to the data root."""

    weights: str
    """Such as `runs/second/best.pt`, its `vocabulary.json` beside it."""
    config: str = ""
    """The configuration that it was trained with; this one where only the seed or the stage differs."""


@dataclass(frozen=True, kw_only=True)
class OptimisationConfig:
    """One stage of training."""

    objective: Literal["language_model", "cross_entropy", "self_critical"] = "cross_entropy"
    """`language_model` learns from captions without pictures."""
    epochs: int = 10
    weights: tuple[int, ...] = ()
    """How often an epoch draws each picture of each training set, in their order; else as the sets say."""
    captions_per_batch: int = 160
    """Of all processes together."""
    accumulate: int = 1
    """Cut each batch into so many parts, one after the other in memory; its step stays the same."""
    learning_rate: float = 5e-4
    head_learning_rate: float = 1e-4
    """For the encoder's head; 0 keeps it as it is."""
    trunk_learning_rate: float = 0.0
    """For the encoder's trunk, end to end from pictures; 0 trains on cached features."""
    layer_decay: float = 1.0
    """Each layer of the encoder learns at this share of the rate of the one above it, the topmost at its
    part's rate: low layers see edges, of which captions have nothing new to teach."""
    warmup_steps: int = 200
    final_share: float = 0.02
    """The cosine decay ends at this share of the learning rate."""
    weight_decay: float = 0.0
    label_smoothing: float = 0.1
    gradient_norm: float = 1.0
    average_decay: float = 0.0
    """Exponential moving average of the weights, which is what is validated and kept; 0 for none."""
    scheduled_sampling: float = 0.0
    """The share of shown words that are the captioner's own at the stage's end; it rises evenly from 0."""
    word_dropout: float = 0.0
    """The share of shown words that become unknown, so that the picture is looked at instead."""
    teachers: tuple[TeacherConfig, ...] = ()
    """Whose distributions, averaged, are learned beside people's captions."""
    distillation_share: float = 0.0
    """How much of the loss is theirs."""
    distillation_temperature: float = 1.0
    """Above 1 more is learned from what they find improbable."""
    precision: Literal["float32", "bfloat16"] = "float32"
    """`bfloat16` pays only where the processor has instructions for it."""
    samples: int = 5
    """Self-critical: captions sampled a picture."""
    sampling_dropout: bool = False
    """Self-critical: keep dropout while captions are sampled: few pictures are soon learned by heart."""
    imitation_share: float = 0.0
    """Self-critical: the share of cross-entropy on people's captions in the loss; it keeps captions long."""
    diversity_share: float = 0.0
    """Self-critical: the share of the reward that is for differing from the picture's other samples."""
    fewest_captions: int = 1
    """Leave out pictures with fewer. Rewarded by one person's caption, captions grow short and vague."""
    keep_epochs: bool = False
    """Keep the weights after each epoch, such as `stage-2-epoch-1.pt`: `training.average` takes them."""
    patience: int = 3
    """Stop after this many epochs without a better CIDEr on the validation captions."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """All that makes a model, but the random numbers that the seed brings."""

    name: str
    data: DataConfig
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    decoder: DecoderConfig = field(default_factory=DecoderConfig)
    stages: tuple[OptimisationConfig, ...] = (OptimisationConfig(),)
    seed: int = 1
    training_data: str = ""
    """What the model learns from and on which terms, as its card says it."""
    origin: str = ""
    """Where the starting weights come from, as the model's card says it."""


def load_config(path: Path) -> Config:
    """Read a configuration. Raises `ConfigError` naming the setting that is wrong."""
    config = parse(Config, read_table(path), where=path.name)
    check_networks(config.encoder, config.decoder, where=path.name)
    return config


def check_networks(encoder: EncoderConfig, decoder: DecoderConfig, where: str) -> None:
    """Raise `ConfigError`, `where` first, for networks that there are not or that lack their members."""
    named: list[tuple[str, str, Iterable[str]]] = [
        ("encoder", encoder.name, ENCODERS),
        *(("encoder: members", member.name, ENCODERS) for member in encoder.members),
        ("decoder", decoder.name, DECODERS),
        *(("decoder: members", member.name, DECODERS) for member in decoder.members),
    ]
    for part, name, names in named:
        if name not in names:
            raise ConfigError(f"{where}: {part}: there is no {name!r}; {_nearest(name, names)}")
    if bool(encoder.members) != (encoder.name == "joint"):
        raise ConfigError(f"{where}: encoder: a joint one needs members, and no other encoder has any.")
    if bool(decoder.members) != (decoder.name == "ensemble"):
        raise ConfigError(f"{where}: decoder: an ensemble needs members, and no other decoder has any.")


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file as plain values. Raises `ConfigError` when it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"The configuration {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error


def parse(kind: type[T], table: dict[str, Any], where: str) -> T:
    """A table of plain values -> the dataclass, nested ones and tuples of them included.

    Raises `ConfigError` for a setting that is unknown, missing or of the wrong kind; `where` begins
    the message.
    """
    hints = typing.get_type_hints(kind)
    for key in table:
        if key not in hints:
            raise ConfigError(f"{where}: there is no setting {key!r}; {_nearest(key, hints)}")
    values = {key: _convert(hints[key], value, f"{where}: {key}") for key, value in table.items()}
    for entry in dataclasses.fields(kind):  # type: ignore[arg-type]
        required = entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING
        if required and entry.name not in table:
            raise ConfigError(f"{where}: the setting {entry.name!r} is missing.")
    return kind(**values)


def deviations(settings: Any) -> Any:
    """Settings as plain values, without those that are as they are by default.

    Written down, they can still be compared once a later version knows of more settings.
    """
    if isinstance(settings, (list, tuple)):
        return [deviations(setting) for setting in settings]
    if not dataclasses.is_dataclass(settings):
        return settings
    values = ((entry, getattr(settings, entry.name)) for entry in dataclasses.fields(settings))
    return {entry.name: deviations(value) for entry, value in values if value != _default(entry)}


def _default(entry: "dataclasses.Field[Any]") -> Any:
    if entry.default_factory is not dataclasses.MISSING:
        return entry.default_factory()
    return entry.default


def _convert(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise ConfigError(f"{where} must be a table, not {value!r}.")
        return parse(typing.cast(type, hint), value, where)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ConfigError(f"{where} must be a list, not {value!r}.")
        element = typing.get_args(hint)[0]
        return tuple(_convert(element, entry, f"{where}[{i}]") for i, entry in enumerate(value))
    if typing.get_origin(hint) is Literal:
        choices = typing.get_args(hint)
        if value not in choices:
            raise ConfigError(f"{where} cannot be {value!r}; {_nearest(str(value), choices)}")
        return value
    # Whole numbers may stand for decimal ones, but true and false, which Python counts as numbers, not.
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise ConfigError(f"{where} must be {_KINDS[hint]}, not {value!r}.")
    return value


_KINDS = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def _nearest(name: str, names: Iterable[str]) -> str:
    """The message's end: what was probably meant, or else all that there is."""
    nearest = difflib.get_close_matches(name, list(names), n=1)
    return f"did you mean {nearest[0]!r}?" if nearest else f"there are {', '.join(sorted(names))}."
