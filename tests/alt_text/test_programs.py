"""Other programs find the words, and what they write anew Narrator still knows for its own."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from narrator.alt_text.comment import comment_on
from narrator.alt_text.content import content_of, with_words
from narrator.alt_text.outcome import Outcome
from narrator.alt_text.packet import words_in_packet
from narrator.alt_text.writing import write_beside
from narrator.picture.opening import open_picture
from tests.alt_text.words import CAT, DOG, PICTURES


@pytest.fixture(params=PICTURES)
def described(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A picture of each kind, with words in it."""
    data = PICTURES[request.param]
    content = content_of(data)
    file = tmp_path / f"a.{content.kind.lower()}"
    file.write_bytes(with_words(data, content, DOG))
    return file


def ran(*command: str | Path) -> str:
    process = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert process.returncode == 0, process.stderr
    return process.stdout


def tags(file: Path) -> dict[str, str]:
    """All that exiftool reads, and nothing of the file's own place."""
    found: dict[str, str] = json.loads(ran("exiftool", "-j", "-a", "-G1", "-b", file))[0]
    return {name: text for name, text in found.items() if not name.startswith(("System", "SourceFile"))}


@pytest.mark.needs_exiftool
def test_exiftool_finds_the_words_and_warns_of_nothing(described: Path) -> None:
    found = tags(described)
    assert found["XMP-iptcCore:AltTextAccessibility"] == found["XMP-dc:Description"] == DOG.text
    assert found["XMP-photoshop:CaptionWriter"] == "Narrator, a program"
    assert str(found["XMP-narrator:AltTextConfidence"]) == "0.71"
    assert [name for name in found if "Warning" in name or "Error" in name] == []
    if described.suffix in (".jpeg", ".tiff"):
        assert found["IFD0:ImageDescription"] == DOG.text
    if described.suffix == ".png":
        assert found["PNG:Description-en"] == DOG.text


@pytest.mark.needs_exiftool
def test_words_that_exiftool_wrote_anew_are_still_ours(described: Path) -> None:
    ran("exiftool", "-overwrite_original", "-XMP-dc:Creator=Anna", "-XMP-xmp:Rating=4", described)
    data = described.read_bytes()
    written = open_picture(data).written
    assert written is not None and written.by == "machine"
    described.write_bytes(with_words(data, content_of(data), CAT))
    found = tags(described)
    assert found["XMP-iptcCore:AltTextAccessibility"] == found["XMP-dc:Description"] == CAT.text
    assert (found["XMP-dc:Creator"], str(found["XMP-xmp:Rating"])) == ("Anna", "4")
    assert DOG.text not in found.values()


@pytest.mark.needs_exiv2
def test_digikams_library_finds_the_words(described: Path) -> None:
    """libexiv2 reads files for digiKam, darktable, Gwenview, GIMP and the programs of GNOME."""
    found = subprocess.run(["exiv2", "-px", "print", described], capture_output=True, text=True).stdout
    for name in ("Xmp.dc.description", "Xmp.iptc.AltTextAccessibility", "Xmp.narrator.AltText/narrator:Text"):
        is_found = any(name in line and DOG.text in line for line in found.splitlines())
        assert is_found is (described.suffix != ".gif")  # of which it reads no XMP


@pytest.mark.needs_exiv2
def test_digikams_library_finds_and_extends_the_sidecar(tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(PICTURES["JPEG"])
    write_beside(picture, DOG)
    sidecar = tmp_path / "a.jpg.xmp"
    ran("exiv2", "-M", "set Xmp.xmp.Rating 5", "modify", sidecar)
    assert DOG.text in ran("exiv2", "-px", "print", sidecar)
    assert words_in_packet(sidecar.read_bytes()) == DOG
    assert write_beside(picture, CAT).outcome is Outcome.WRITTEN
    found = ran("exiv2", "-px", "print", sidecar)
    assert CAT.text in found and "Xmp.xmp.Rating" in found and DOG.text not in found


@pytest.fixture
def home() -> Iterator[Path]:
    """The home of somebody with described pictures; not below /tmp, where Tracker never looks."""
    with TemporaryDirectory(dir="/var/tmp") as folder:
        home = Path(folder)
        for name in ("Pictures", "config", "run"):
            (home / name).mkdir(mode=0o700)
        for kind in ("JPEG", "PNG", "WebP", "GIF", "TIFF"):
            data = PICTURES[kind]
            (home / f"Pictures/{kind}").write_bytes(with_words(data, content_of(data), DOG))
            (home / f"Pictures/{kind}").rename(home / f"Pictures/a.{kind.lower()}")
        commented = home / "Pictures/commented.webp"
        commented.write_bytes(PICTURES["WebP"])
        comment_on(commented, DOG)
        (home / "config/user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/Pictures"\n')
        (home / "config/baloofilerc").write_text(
            f"[Basic Settings]\nIndexing-Enabled=true\n[General]\nfolders[$e]={home}/Pictures/\n"
            "only basic indexing=false\nexclude folders[$e]=\nfirst run=true\n"
        )
        yield home


def searched(home: Path, index: str, search: str) -> set[str]:
    """The names of the pictures that a search finds once it finds the JPEG, while `index` runs."""
    script = (
        f"{index} >/dev/null 2>&1 & indexer=$!\n"
        f"for turn in $(seq 30); do sleep 1; {search} | grep -q a.jpeg && break; done\n"
        f"sleep 3; {search}\n"  # the others come with it
        "kill $indexer"
    )
    places = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "data", "cache")}
    desktop = {
        "GSETTINGS_BACKEND": "memory",
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": f"{home}/run",
    }
    process = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **places, **desktop, "XDG_RUNTIME_DIR": str(home / "run"), "HOME": str(home)},
    )
    return set(re.findall(r"Pictures/([\w.]+)", process.stdout))


@pytest.mark.needs_dbus
@pytest.mark.needs_tracker
def test_the_search_of_gnome_finds_the_pictures(home: Path) -> None:
    """Tracker, in which Nautilus and GNOME Shell search. It reads nothing that is written in a WebP."""
    found = searched(home, "/usr/libexec/tracker-miner-fs-3", "tracker3 search --images beach")
    assert found == {"a.jpeg", "a.png", "a.gif", "a.tiff"}


@pytest.mark.needs_dbus
@pytest.mark.needs_baloo
def test_the_search_of_kde_finds_the_pictures(home: Path) -> None:
    """Baloo, in which Dolphin and Plasma search. It reads nothing that is written in a WebP or a GIF."""
    search = "baloosearch 'description:beach OR comment:beach OR usercomment:beach'"
    assert searched(home, "baloo_file", search) == {"a.jpeg", "a.png", "a.tiff", "commented.webp"}


@pytest.mark.needs_xattr
def test_the_comment_of_the_desktop_is_written_and_a_persons_kept(tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"")
    assert comment_on(picture, DOG).outcome is Outcome.WRITTEN
    assert comment_on(picture, DOG).outcome is Outcome.SAME
    assert ran("getfattr", "--only-values", "-n", "user.xdg.comment", picture) == DOG.text
    assert comment_on(picture, CAT).outcome is Outcome.WRITTEN
    os.setxattr(picture, "user.xdg.comment", b"Our old house")
    assert comment_on(picture, DOG).outcome is Outcome.OWN
    assert os.getxattr(picture, "user.xdg.comment") == b"Our old house"
