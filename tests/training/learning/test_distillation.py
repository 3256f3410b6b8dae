"""Distillation: what teachers think is the aim, and a teacher that cannot be heard is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from models.captioner import Captioner
from models.decoders import DecoderConfig
from models.encoders import EncoderConfig
from narrator.captioning.vocabulary import PAD, Vocabulary
from tests.training import tiny
from training.config import Config, DataConfig, OptimisationConfig, TeacherConfig
from training.errors import ConfigError, TrainingError
from training.learning.checkpoint import save_weights
from training.learning.distillation import Teachers, load_teachers
from training.learning.objectives import cross_entropy, picture_features
from training.learning.stages import Imitate

CONFIG = Config(
    name="tiny",
    data=DataConfig(train=(), validate=()),
    encoder=EncoderConfig(name="small", trunk_until="block4"),
    decoder=DecoderConfig(hidden=16, heads=2),
)


def read(captioner: Captioner) -> Tensor:
    batch = tiny.batch()
    return captioner.read(picture_features(captioner, batch, end_to_end=False), batch.shown)


def entropy(logits: Tensor) -> Tensor:
    """Of each next word of people's captions, on average."""
    said = tiny.batch().predicted != PAD
    log_probs = logits.log_softmax(dim=-1)
    return -(log_probs.exp() * log_probs).sum(dim=-1)[said].mean()


@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_thinking_as_the_teacher_does_is_best_and_costs_its_entropy(temperature: float) -> None:
    teachers = Teachers([tiny.captioner(1)], temperature=temperature)
    same = read(tiny.captioner(1)).detach().requires_grad_()
    loss = teachers.loss(same, tiny.batch())
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == pytest.approx(temperature**2 * entropy(same / temperature).item(), rel=1e-5)
    assert same.grad is not None
    assert same.grad.abs().max() < 1e-6
    for seed in range(3):
        torch.manual_seed(seed)
        assert teachers.loss(same + 0.1 * torch.randn_like(same), tiny.batch()) > loss


def test_a_pupil_that_learns_from_it_alone_comes_to_think_as_its_teacher() -> None:
    teacher, pupil = tiny.captioner(1), tiny.captioner(2)
    stage = OptimisationConfig(
        distillation_share=1.0, teachers=(TeacherConfig(weights="x"),), label_smoothing=0
    )
    imitate = Imitate(stage, Teachers([teacher]))
    optimizer = torch.optim.Adam(pupil.decoder.parameters(), lr=0.02)
    for _ in range(150):
        loss = imitate(pupil, tiny.batch(), done=0.0).mean
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    said = tiny.batch().predicted != PAD
    torch.testing.assert_close(
        read(pupil).softmax(-1)[said], read(teacher).softmax(-1)[said], atol=0.02, rtol=0
    )


def test_an_ensemble_is_the_mean_of_what_its_members_find_probable() -> None:
    members = [tiny.captioner(seed, decoder) for seed, decoder in ((1, "topdown"), (2, "transformer"))]
    expected = sum(read(member).softmax(dim=-1) for member in members) / 2
    torch.testing.assert_close(Teachers(members).probabilities(tiny.batch()), expected)


def test_a_high_temperature_levels_what_teachers_think() -> None:
    level = Teachers([tiny.captioner(1)], temperature=1e6).probabilities(tiny.batch())
    torch.testing.assert_close(level, torch.full_like(level, 1 / len(tiny.VOCABULARY)), atol=1e-4, rtol=0)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_people_and_teachers_share_the_loss(share: float) -> None:
    teachers, pupil, batch = Teachers([tiny.captioner(1)]), tiny.captioner(2), tiny.batch()
    stage = OptimisationConfig(distillation_share=share, label_smoothing=0.2)
    loss = Imitate(stage, teachers)(pupil, batch, done=0.5).mean
    people = cross_entropy(read(pupil), batch.predicted, 0.2)
    expected = (1 - share) * people + share * teachers.loss(read(pupil), batch)
    torch.testing.assert_close(loss, expected)


def test_teachers_neither_learn_nor_forget() -> None:
    teacher = tiny.captioner(1, dropout=0.5).train()
    teachers = Teachers([teacher])
    assert torch.equal(teachers.probabilities(tiny.batch()), teachers.probabilities(tiny.batch()))
    assert not any(parameter.requires_grad for parameter in teacher.parameters())


def write(folder: Path, captioner: Captioner, vocabulary: Vocabulary = tiny.VOCABULARY) -> str:
    folder.mkdir()
    vocabulary.save(folder / "vocabulary.json")
    save_weights(folder / "best.pt", captioner.state_dict())
    return f"{folder.name}/best.pt"


def load(root: Path, *weights: str, config: str = "", encoder_seed: int = 0, **settings: float) -> Teachers:
    stage = OptimisationConfig(
        teachers=tuple(TeacherConfig(weights=file, config=config) for file in weights),
        distillation_share=0.5,
        **settings,  # type: ignore[arg-type]
    )
    captioner = tiny.captioner(3)
    if encoder_seed:
        torch.manual_seed(encoder_seed)
        torch.nn.init.normal_(next(captioner.encoder.trunk.parameters()))
    return load_teachers(CONFIG, stage, tiny.VOCABULARY, captioner.encoder, root=root)


def test_teachers_are_read_from_their_runs(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(
        'name = "other"\n[data]\ntrain = []\nvalidate = []\n[encoder]\nname = "small"\n'
        'trunk_until = "block2"\n[decoder]\nname = "lstm"\nhidden = 16\n',
        encoding="utf-8",
    )
    first, second = tiny.captioner(1), tiny.captioner(2, "lstm")
    files = [write(tmp_path / "first", first), write(tmp_path / "second", second)]
    for file, config, captioner in ((files[0], "", first), (files[1], "other.toml", second)):
        thought = load(tmp_path, file, config=config).probabilities(tiny.batch())
        torch.testing.assert_close(thought, read(captioner).softmax(dim=-1))
    both = load(tmp_path, files[0], files[0]).probabilities(tiny.batch())
    torch.testing.assert_close(both, read(first).softmax(dim=-1))


def test_teachers_look_at_pictures_themselves_where_the_trunk_is_trained_too(tmp_path: Path) -> None:
    """Then another trunk than the pupil's is no hindrance, and what the pupil's becomes does not matter."""
    teacher = tiny.captioner(1)
    file = write(tmp_path / "first", teacher)
    teachers = load(tmp_path, file, encoder_seed=9, trunk_learning_rate=1e-4)
    batch = replace(tiny.batch(), inputs=255 * torch.rand(3, 3, 96, 96))
    expected = teacher.read(picture_features(teacher, batch, end_to_end=True), batch.shown).softmax(dim=-1)
    torch.testing.assert_close(teachers.probabilities(batch), expected)


def test_a_teacher_with_other_words_is_refused(tmp_path: Path) -> None:
    words = Vocabulary.build(("a dog runs",), minimum_count=1)
    file = write(tmp_path / "first", tiny.captioner(1), words)
    with pytest.raises(
        ConfigError, match=r"first/best\.pt knows other words \(7\) than .* \(14\): train both"
    ):
        load(tmp_path, file)


def test_a_teacher_with_another_trunk_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "first", tiny.captioner(1))
    with pytest.raises(ConfigError, match="has another trunk than the captioner that learns"):
        load(tmp_path, file, encoder_seed=9)


def test_a_teacher_that_is_not_there_or_no_teacher_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"vocabulary\.json cannot be read.*beside its weights"):
        load(tmp_path, "absent/best.pt")
    file = write(tmp_path / "first", tiny.captioner(1))
    (tmp_path / "squeezed.toml").write_text(
        'name = "x"\n[data]\ntrain = []\nvalidate = []\n[encoder]\nname = "squeezenet1_1"\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="cannot be made: There is no layer block4"):
        load(tmp_path, file, config="squeezed.toml")
    (tmp_path / "first" / "best.pt").unlink()
    with pytest.raises(TrainingError, match=r"There is no .*first/best\.pt"):
        load(tmp_path, file)
