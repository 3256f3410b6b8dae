"""Karpathy's splits of COCO and Flickr8k, on which most captioners are compared."""

from pathlib import Path

from training.data.datasets.annotation_files import read_json
from training.data.datasets.example import Example, make_examples
from training.errors import DatasetError

SPLITS = ("train", "restval", "val", "test")
"""`restval` are the pictures of COCO's official validation set that are in neither `val` nor `test`."""


def read_karpathy(splits: Path, split: str, images: Path) -> list[Example]:
    """One split of `dataset_coco.json` or `dataset_flickr8k.json` (Karpathy, Fei-Fei 2015, arXiv:1412.2306).

    `split` is one of `SPLITS`, or several joined by "+": most train on `train+restval`. `images` is the
    folder of the pictures or, for COCO, the folder that holds `train2014` and `val2014`. In their place it
    may hold `train2017` and `val2017`, which are the same pictures, shared out otherwise and named by their
    number.
    """
    wanted = split.split("+")
    for part in wanted:
        if part not in SPLITS:
            raise DatasetError(
                f"There is no split {part!r} in {splits}: there are {', '.join(SPLITS)}, and some joined by "
                "a plus, such as train+restval."
            )
    # The words of the captions, which we cut ourselves, take three times as much memory as all the rest.
    table = read_json(splits, without="tokens")
    try:
        listed = [image for image in table["images"] if image["split"] in wanted]
        names = [_place(image, images) for image in listed]
        captions = {
            name: [str(sentence["raw"]) for sentence in image["sentences"]]
            for name, image in zip(names, listed, strict=True)
        }
    except (KeyError, TypeError, ValueError) as error:
        problem = f"has no {error}" if isinstance(error, KeyError) else "is not laid out as one"
        raise DatasetError(f"{splits} should be one of Karpathy's splits, but {problem}.") from error
    if not names:
        raise DatasetError(f"{splits} has no pictures of the split {split!r}.")
    return make_examples(names, captions, images, listed_in=splits, captioned_in=splits)


def _place(image: dict[str, object], images: Path) -> str:
    """Where a picture lies under `images`: in the first of the layouts in which it does, else in its own."""
    name = str(image["filename"])
    own = f"{image['filepath']}/{name}" if "filepath" in image else name
    places = [own, name]
    if "cocoid" in image:
        number = f"{int(str(image['cocoid'])):012}.jpg"
        places += [f"train2017/{number}", f"val2017/{number}"]
    return next((place for place in places if (images / place).is_file()), own)
