"""COCO Captions: the official annotation files."""

from collections import Counter, defaultdict
from pathlib import Path

from training.data.datasets.annotation_files import read_json
from training.data.datasets.example import Example, make_examples
from training.errors import DatasetError


def read_coco(annotations: Path, images: Path) -> list[Example]:
    """COCO Captions (Chen et al. 2015, arXiv:1504.00325): the official JSON of 2014, 2015 and 2017.

    `images` is the folder of the pictures (`val2017`) or the folder that holds it. Test splits have no
    captions and so are refused.
    """
    table = read_json(annotations)
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
    return make_examples(
        [name for _, name in listed], captions, folder, listed_in=annotations, captioned_in=annotations
    )
