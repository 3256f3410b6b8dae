"""The scores equal those of COCO's evaluation, which pycocoevalcap holds."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean

import pytest
from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.meteor.meteor import Meteor as TheirMeteor
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

from tests.places import ROOT
from tests.training.captions import CAPTIONS, Pictures
from training.errors import MetricError
from training.metrics import meteor
from training.metrics.meteor import Meteor
from training.metrics.scores import cider_d, score

NEAR = pytest.approx
CLUMSY = ["", "dog", "a a a a a a a a a a a", "the man in the park in the park in the park", "zebra quartz"]


def own(pictures: Pictures) -> list[str]:
    return [captions[0] for captions in pictures]


def another_pictures(pictures: Pictures) -> list[str]:
    captions = own(pictures)
    return captions[1:] + captions[:1]


def clumsy(pictures: Pictures) -> list[str]:
    return [CLUMSY[i % len(CLUMSY)] for i in range(len(pictures))]


@pytest.fixture(scope="module")
def their_meteor() -> Iterator[TheirMeteor]:
    program = TheirMeteor()
    yield program
    program.meteor_p.kill()
    program.meteor_p.communicate()


@pytest.mark.needs_java
@pytest.mark.parametrize("candidates_of", [own, another_pictures, clumsy])
@pytest.mark.parametrize("name", CAPTIONS)
def test_equal_to_cocos_evaluation(
    name: str, candidates_of: Callable[[Pictures], list[str]], their_meteor: TheirMeteor
) -> None:
    pictures = CAPTIONS[name][:1000]
    candidates, references = candidates_of(pictures), [captions[1:] for captions in pictures]

    ours = score(candidates, references)

    tokenizer = PTBTokenizer()
    written = tokenizer.tokenize(
        {i: [{"caption": c} for c in captions] for i, captions in enumerate(references)}
    )
    said = tokenizer.tokenize({i: [{"caption": caption}] for i, caption in enumerate(candidates)})
    their_bleu, _ = Bleu().compute_score(written, said, verbose=0)
    their_cider, their_ciders = Cider().compute_score(written, said)
    theirs = {f"BLEU-{order}": value for order, value in enumerate(their_bleu, start=1)}
    theirs["METEOR"], _ = their_meteor.compute_score(written, said)
    theirs["ROUGE-L"], _ = Rouge().compute_score(written, said)
    theirs["CIDEr-D"] = their_cider
    assert ours == {metric: NEAR(value, abs=1e-6) for metric, value in theirs.items()}
    assert cider_d(candidates, references) == NEAR(list(their_ciders), abs=1e-6)


@pytest.mark.needs_java
def test_people_agree_with_each_other_more_than_with_captions_of_other_pictures() -> None:
    pictures = CAPTIONS["written"]
    references = [captions[1:] for captions in pictures]
    good, bad = score(own(pictures), references), score(another_pictures(pictures), references)
    assert good.keys() == bad.keys()
    assert all(good[metric] > bad[metric] for metric in good)


@pytest.mark.needs_java
def test_a_copy_of_a_reference_is_perfect_where_that_is_possible() -> None:
    pictures = CAPTIONS["written"]
    scores = score(own(pictures), pictures)
    assert [scores[metric] for metric in ("BLEU-4", "METEOR", "ROUGE-L")] == NEAR([1, 1, 1])
    assert fmean(cider_d(own(pictures), [captions[:1] for captions in pictures])) == NEAR(10)


@pytest.mark.parametrize(
    ("candidates", "references"),
    [([], []), (["a dog"], []), (["a dog"], [[]]), (["a dog", "a cat"], [["a dog"]])],
)
def test_refuses_what_cannot_be_scored(candidates: list[str], references: Pictures) -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        score(candidates, references)


def test_meteor_is_left_out_without_java_and_the_caller_is_told_once(tmp_path: Path) -> None:
    code = (
        "from training.metrics.scores import score\n"
        "for _ in range(2): print(sorted(score(['a dog'], [['a dog', 'a cat']])))"
    )
    process = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PATH": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = str(["BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "CIDEr-D", "ROUGE-L"])
    assert process.stdout.splitlines() == [names, names]
    assert process.stderr.count("METEOR is left out: install Java") == 1


@pytest.mark.needs_java
def test_meteor_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert meteor.missing() is None
    monkeypatch.setitem(sys.modules, "pycocoevalcap", None)
    with pytest.raises(MetricError, match="install pycocoevalcap"):
        Meteor()


@pytest.mark.needs_java
def test_a_meteor_program_that_ends_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with Meteor() as program, pytest.raises(MetricError, match="code 3"):
        program.score([["a", "dog"]], [[["a", "dog"]]])
