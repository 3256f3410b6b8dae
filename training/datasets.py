"""Data sets: lists of pictures with what people wrote about them."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.config import SourceConfig
from training.errors import DatasetError


@dataclass(frozen=True, kw_only=True)
class Example:
    """One picture and what people wrote about it."""

    picture: Path
    captions: tuple[str, ...]


def read_source(source: SourceConfig, root: Path) -> list[Example]:
    """The examples of one configured data set, in the order of its list."""
    images, captions = root / source.images, root / source.captions
    match source.format:
        case "flickr8k":
            if not source.split:
                raise DatasetError(
                    f"{source.name}: Flickr8k needs `split`, the file that lists the pictures."
                )
            return read_flickr8k(captions, root / source.split, images)
        case "coco":
            if source.split:
                raise DatasetError(
                    f"{source.name}: COCO has no `split`; name the split's file in `captions`."
                )
            return read_coco(captions, images)
        case "corrections":
            if source.split:
                raise DatasetError(f"{source.name}: corrections have no `split`; all are read.")
            return read_corrections(captions, images)


def read_flickr8k(tokens: Path, split: Path, images: Path) -> list[Example]:
    """Flickr8k (Hodosh et al. 2013): `name#i<TAB>caption` a line, and a list of the split's pictures."""
    captions: dict[str, list[str]] = defaultdict(list)
    seen = set()
    for number, line in _numbered_lines(tokens):
        label, tab, caption = line.partition("\t")
        name, hash_sign, _ = label.rpartition("#")
        if not tab or not hash_sign:
            raise DatasetError(f"{tokens}, line {number}: expected name#number, a tab and a caption.")
        if label in seen:
            raise DatasetError(f"{tokens}, line {number}: {label} is there twice.")
        seen.add(label)
        captions[name].append(caption)
    names = [line.strip() for _, line in _numbered_lines(split)]
    return _examples(names, captions, images, listed_in=split, captioned_in=tokens)


def read_coco(annotations: Path, images: Path) -> list[Example]:
    """COCO Captions (Chen et al. 2015, arXiv:1504.00325): the official JSON of 2014, 2015 and 2017.

    `images` is the folder of the pictures (`val2017`) or the folder that holds it. Test splits have no
    captions and so are refused.
    """
    table = _json(annotations)
    try:
        listed = [(image["id"], str(image["file_name"])) for image in table["images"]]
        written = [(entry["image_id"], str(entry["caption"])) for entry in table["annotations"]]
    except (KeyError, TypeError) as error:
        problem = f"has no {error}" if isinstance(error, KeyError) else "is not laid out as one"
        raise DatasetError(f"{annotations} should be a COCO Captions file, but {problem}.") from error

    names = dict(listed)
    if len(names) != len(listed):
        twice = [name for name, count in Counter(number for number, _ in listed).items() if count > 1]
        raise DatasetError(f"{annotations} gives the id {twice[0]} to more than one picture.")
    captions: dict[str, list[str]] = defaultdict(list)
    for number, caption in written:
        if number not in names:
            raise DatasetError(f"{annotations} has a caption for the picture {number}, but no such picture.")
        captions[names[number]].append(caption)

    # `captions_train2017` is about pictures in `train2017`; all three years are laid out so.
    inside = images / annotations.stem.removeprefix("captions_")
    folder = inside if inside.is_dir() else images
    return _examples(
        [name for _, name in listed], captions, folder, listed_in=annotations, captioned_in=annotations
    )


def read_corrections(captions: Path, images: Path) -> list[Example]:
    """What `narrator history --export-corrections` writes: `{"picture": NAME, "caption": WORDS}` a line."""
    written: dict[str, list[str]] = defaultdict(list)
    for number, line in _numbered_lines(captions):
        match _json_line(line):
            case {"picture": str(name), "caption": str(caption)}:
                written[name].append(caption)
            case _:
                raise DatasetError(f"{captions}, line {number}: expected a picture's name and a caption.")
    return _examples(list(written), written, images, listed_in=captions, captioned_in=captions)


def _examples(
    names: Sequence[str],
    captions: Mapping[str, Sequence[str]],
    images: Path,
    *,
    listed_in: Path,
    captioned_in: Path,
) -> list[Example]:
    if not names:
        raise DatasetError(f"{listed_in} lists no pictures.")
    _refuse([name for name, count in Counter(names).items() if count > 1], f"{listed_in} lists twice")
    _refuse([name for name in names if not captions.get(name)], f"{captioned_in} has no caption for")
    empty = [name for name in names if not all(caption.strip() for caption in captions[name])]
    _refuse(empty, f"{captioned_in} has an empty caption for")
    _refuse([name for name in names if not (images / name).is_file()], f"{images} lacks")
    return [
        # COCO has captions with line breaks inside.
        Example(
            picture=images / name, captions=tuple(" ".join(caption.split()) for caption in captions[name])
        )
        for name in names
    ]


def _refuse(names: Sequence[str], problem: str) -> None:
    if names:
        which = names[0] if len(names) == 1 else f"{len(names)} pictures, {names[0]} first"
        raise DatasetError(f"{problem} {which}.")


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise DatasetError(f"{path} is not valid JSON: {error}. Was its download cut short?") from error


def _json_line(line: str) -> Any:
    """What a line of JSON holds; None if it is not JSON."""
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def _numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1."""
    # Not splitlines, which would also cut a caption at characters such as U+2028.
    return [(number, line) for number, line in enumerate(_text(path).split("\n"), start=1) if line.strip()]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}. Is the data root right?") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path} is not text in UTF-8: {error.reason} at byte {error.start}.") from error
