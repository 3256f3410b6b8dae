"""The parts that describe a picture: the program, its settings, the network, the formats."""

import platform
import time
from collections.abc import Callable

from narrator import __version__
from narrator.health.check import Finding
from narrator.languages.catalogue import gettext
from narrator.places import settings_file
from narrator.settings.settings import Settings, load_settings

# This room is for machines on which a part may not even import, so each check imports its own.


def program() -> Finding:
    """Which Narrator this is."""
    system = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding(
        works=True,
        what=gettext("Narrator {version} runs with {system}.").format(version=__version__, system=system),
    )


def settings_in_use(keep: Callable[[Settings], object]) -> Finding:
    """Whether the settings can be read; those that were are kept for the other checks."""
    keep(load_settings())
    file = settings_file()
    what = (
        f"The settings file is {file}."
        if file.exists()
        else f"There is no settings file {file}; none is needed."
    )
    return Finding(works=True, what=what)


def model(settings: Settings) -> Finding:
    """Whether the network describes a picture."""
    from PIL import Image

    from narrator.captioning.bundle import Bundle
    from narrator.captioning.captioner import Captioner
    from narrator.captioning.shelves import find_bundle

    bundle = Bundle.open(find_bundle(settings.model))
    captioner = Captioner.load(settings.model, settings.threads)
    started = time.perf_counter()
    captioner.describe(Image.new("RGB", (bundle.image_size, bundle.image_size)), settings.samples)
    milliseconds = 1000 * (time.perf_counter() - started)
    what = (
        f"The model {bundle.name} {bundle.version} in {bundle.folder} is undamaged; "
        f"it described a test picture in {milliseconds:.0f} milliseconds."
    )
    return Finding(works=True, what=what)


def translator(settings: Settings) -> Finding:
    """Whether captions are translated into the language that is set."""
    from narrator.languages.catalogue import chosen
    from narrator.translation.shelf import translator_for

    translator = translator_for(chosen(settings.language))
    (told,) = translator.translate(["a dog runs"])
    return Finding(
        works=True,
        what=gettext("Captions are translated by {name}: a test sentence is {told}").format(
            name=translator.name, told=told.text
        ),
    )


def reader_of_text() -> Finding:
    """Whether text in pictures can be read."""
    from contextlib import closing

    from PIL import Image, ImageDraw, ImageFont

    from narrator.installation.choice import this_installation
    from narrator.looking.text.choice import text_reader
    from narrator.looking.text.ppocr.networks import PACKAGE
    from narrator.looking.text.reading import read_text
    from narrator.picture.opening import open_picture

    page = Image.new("RGB", (320, 80), "white")
    ImageDraw.Draw(page).text((20, 20), "Narrator", "black", ImageFont.load_default(32))
    with closing(text_reader()) as reader:
        read = " ".join(read_text(open_picture(page), reader).lines)
    if read != "Narrator":
        mend = f"Run {this_installation().to_mend(PACKAGE)}."
        return Finding(
            works=False,
            what=gettext("{name} has misread a test picture: {read!r}.").format(name=reader.name, read=read),
            mend=mend,
        )
    return Finding(works=True, what=gettext("Text in pictures is read by {name}.").format(name=reader.name))


def heic() -> Finding:
    """Whether pictures of iPhones can be opened."""
    import pi_heif

    return Finding(
        works=True,
        what=gettext("HEIC pictures can be opened, with libheif {libheif_version}.").format(
            libheif_version=pi_heif.libheif_version()
        ),
    )


def avif() -> Finding:
    """Whether AVIF pictures can be opened."""
    from PIL import features

    version = features.version("avif")
    if version is None:
        mend = "Install Pillow 11.3 or newer from its wheel."
        return Finding(works=False, what=gettext("This Pillow cannot open AVIF pictures."), mend=mend)
    return Finding(
        works=True,
        what=gettext("AVIF pictures can be opened, with libavif {version}.").format(version=version),
    )


def second_describer(settings: Settings) -> Finding:
    """Whether a second describer is set up, and answers. No picture is sent."""
    from narrator.second.second import second_of

    second = second_of(settings)
    if second is None:
        return Finding(works=True, what=gettext("There is no second describer; none is needed."))
    return Finding(works=True, what=second.state())
