from pathlib import Path

import numpy as np
import pytest

from narrator.captioning import processor as module
from narrator.captioning.processor import processor


def test_it_stays_the_same() -> None:
    assert processor() == processor()


def test_other_instructions_are_another_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    here = processor()
    monkeypatch.setattr(np, "show_config", lambda mode: {"SIMD Extensions": {"found": ["AVX9"]}})
    assert processor() != here


def test_where_numpy_finds_nothing_besides_the_system_still_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    for nothing in ({}, {"SIMD Extensions": {"baseline": ["NEON"]}}):
        monkeypatch.setattr(np, "show_config", lambda mode, nothing=nothing: nothing)
        assert processor()


def test_only_the_first_core_counts_and_not_how_fast_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cpuinfo"
    monkeypatch.setattr(module, "_LINUX", file)
    file.write_text("processor\t: 0\nflags\t\t: sse avx\ncpu MHz\t\t: 1000\n\nflags\t: sse\n")
    slow = processor()
    assert slow.endswith("flags\t\t: sse avx")
    file.write_text("processor\t: 0\nflags\t\t: sse avx\ncpu MHz\t\t: 3000\n\nflags\t: other\n")
    assert processor() == slow
    file.write_text("processor\t: 0\nflags\t\t: sse\n")
    assert processor() != slow


def test_a_system_that_does_not_tell_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LINUX", tmp_path)
    assert processor()
