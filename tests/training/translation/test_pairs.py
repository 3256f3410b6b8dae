import gzip
from pathlib import Path

import pytest

from tests.training.translation.language import write
from training.errors import DatasetError
from training.translation.pairs import read_pairs


def test_the_source_is_what_a_captioner_says_and_the_target_what_people_wrote(tmp_path: Path) -> None:
    pair = read_pairs(write(tmp_path), "train", "xx")[0]
    assert (pair.source, pair.target) == ("a red dog runs", "Un hund rot lof.")


def test_a_language_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"train\.de\.txt\.gz"):
        read_pairs(write(tmp_path), "train", "de")


def test_files_that_do_not_match_are_refused(tmp_path: Path) -> None:
    with gzip.open(write(tmp_path) / "val.xx.txt.gz", "at", encoding="utf-8") as stream:
        stream.write("Kat.\n")
    with pytest.raises(DatasetError, match="8 lines in English and 9 in xx"):
        read_pairs(tmp_path, "val", "xx")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "val.xx.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(DatasetError, match=r"val\.xx\.txt\.gz cannot be read"):
        read_pairs(tmp_path, "val", "xx")
