"""The clipboard of Wayland, with a real compositor, wl-copy and other real owners."""

import os
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Timer
from time import monotonic, sleep

import pytest

from narrator.errors import PictureError, SourceError
from narrator.picture.opening import open_picture
from narrator.sources.clipboard import clipboard_source, read_clipboard
from narrator.sources.clipboard.wayland import WaylandClipboard
from tests.desktop import Sway, running_sway
from tests.drawings import scene
from tests.sources.clipboard.listener import PATIENCE_SECONDS, Listener, leftovers, listening
from tests.sources.clipboard.programs import Own, Save


def digest_of(path: Path) -> str:
    return open_picture(path).digest


def wl_copy(kind: str, content: bytes, *options: str) -> None:
    subprocess.run(
        ["wl-copy", "--type", kind, *options], input=content, check=True, stderr=subprocess.DEVNULL
    )


def watching() -> list[str]:
    """The command lines of the programs that watch the clipboard of this test's desktop."""
    wanted = f"XDG_RUNTIME_DIR={os.environ['XDG_RUNTIME_DIR']}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has just ended, or is another's
    return [line for line in found if "--watch" in line]


def test_a_copied_picture_arrives(sway: Sway, small: Path) -> None:
    with listening() as listener:
        wl_copy("image/png", small.read_bytes())
        arrival = listener.arrival()
    assert (arrival.name, arrival.path) == ("", None)
    assert arrival.open().digest == digest_of(small)


def test_a_large_picture_arrives_whole(sway: Sway, large: Path) -> None:
    with listening() as listener:
        wl_copy("image/png", large.read_bytes())
        assert listener.arrival().open().digest == digest_of(large)


def test_what_was_there_at_the_start_is_not_new(sway: Sway, save: Save, small: Path) -> None:
    wl_copy("image/png", small.read_bytes())
    new = [save(scene(64, 48, seed), f"{seed}.png") for seed in range(2)]
    with listening() as listener:
        for picture in new:
            wl_copy("image/png", picture.read_bytes())
            assert listener.arrival().open().digest == digest_of(picture)


def test_each_change_is_one_arrival(sway: Sway, save: Save) -> None:
    pictures = [save(scene(64, 48, seed), f"{seed}.png") for seed in range(3)]
    with listening() as listener:
        for picture in pictures:
            wl_copy("image/png", picture.read_bytes())
            assert listener.arrival().open().digest == digest_of(picture)


def test_an_empty_clipboard_is_no_change(sway: Sway, small: Path) -> None:
    with closing(WaylandClipboard()) as clipboard:
        copying = Timer(0.5, wl_copy, ("image/png", small.read_bytes()))
        copying.start()
        assert [arrival.open().digest for arrival in clipboard.next()] == [digest_of(small)]
        copying.join()


def test_text_is_never_asked_for(own_wayland: Own, small: Path) -> None:
    # Not even by the watches: a password may be pasted once, and must be left for whom it is meant.
    with listening() as listener:
        text = own_wayland(f"text/plain={small}", f"UTF8_STRING={small}")
        own_wayland(f"image/png={small}")
        listener.arrival()
        assert text.stdout
        assert text.stdout.read() == ""


def test_files_that_come_with_a_picture_arrive_once(
    own_wayland: Own, save: Save, small: Path, tmp_path: Path
) -> None:
    uris = tmp_path / "uris"
    with listening() as listener:
        for file in (save(scene(64, 48, seed), f"{seed}.png") for seed in range(3)):
            uris.write_text(f"{file.as_uri()}\r\n")
            own_wayland(f"image/png={small}", f"text/uri-list={uris}")
            arrival = listener.arrival()
            assert (arrival.name, arrival.path) == (file.name, file)


def test_an_address_on_the_network_that_comes_with_a_picture(
    own_wayland: Own, small: Path, tmp_path: Path
) -> None:
    uris = tmp_path / "uris"
    uris.write_text("https://example.org/small.png\r\n")
    with listening() as listener:
        own_wayland(f"image/png={small}", f"text/uri-list={uris}")
        assert listener.arrival().open().digest == digest_of(small)


def test_copied_picture_files_arrive_in_order(sway: Sway, save: Save) -> None:
    files = [save(scene(64, 48, seed), name) for seed, name in enumerate(("ä #1.png", "2.bmp"))]
    with listening() as listener:
        wl_copy("text/uri-list", "".join(f"{file.as_uri()}\r\n" for file in files).encode())
        assert [listener.arrival().path for _ in files] == files


def test_older_names_and_addresses_arrive(sway: Sway, small: Path) -> None:
    with listening() as listener:
        wl_copy("image/x-bmp", small.read_bytes())
        assert listener.arrival().open().digest == digest_of(small)
        wl_copy("text/uri-list", f"file:{small}\r\n".encode())
        assert listener.arrival().path == small


def test_a_format_that_is_refused_is_followed_by_the_next(own_wayland: Own, save: Save, small: Path) -> None:
    bmp = save(scene(64, 48), "other.bmp")
    with listening() as listener:
        own_wayland("--refuse", "image/png", f"image/png={small}", f"image/bmp={bmp}")
        assert listener.arrival().open().digest == digest_of(bmp)


def test_a_picture_that_is_not_given_is_told_of(own_wayland: Own, small: Path) -> None:
    with listening() as listener:
        own_wayland("--silent", "image/png", f"image/png={small}")
        with pytest.raises(PictureError, match="does not answer; copy the picture again"):
            listener.arrival().open()
        own_wayland(f"image/png={small}")
        assert listener.arrival().open().digest == digest_of(small)


def test_a_compositor_that_goes_away_and_returns_is_told_of_once_each(sway: Sway, small: Path) -> None:
    with ExitStack() as desktop, listening() as listener:
        sway.end()
        assert listener.sentence().startswith("The clipboard was lost;")
        returned = Sway(Path(os.environ["XDG_RUNTIME_DIR"]))
        desktop.callback(returned.end)
        assert returned.environment == sway.environment
        assert listener.sentence().startswith("The clipboard is back;")
        wl_copy("image/png", small.read_bytes())
        assert listener.arrival().open().digest == digest_of(small)


def test_closing_leaves_no_process_thread_or_file_behind(sway: Sway, small: Path) -> None:
    before = leftovers()
    listener = Listener()
    source = clipboard_source()
    source.start(listener)
    assert len(watching()) == 2
    source.close()
    source.close()
    assert watching() == []
    assert leftovers() == before
    wl_copy("image/png", small.read_bytes())
    assert not listener.has_more()


def test_a_killed_narrator_leaves_watches_that_end_at_the_next_copies(sway: Sway, small: Path) -> None:
    program = "; ".join(
        [
            "from narrator.sources.clipboard import clipboard_source as source",
            "from narrator.sources.arrival import Audience",
            "watch = source()",
            "watch.start(type('Nobody', (Audience,), {'arrived': print, 'told': print})())",
            "print('started', flush=True)",
            "input()",
        ]
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as narrator:
        assert narrator.stdout
        assert narrator.stdout.readline() == b"started\n"
        assert len(watching()) == 2
        narrator.kill()
    wl_copy("image/png", small.read_bytes())
    wl_copy("text/uri-list", small.as_uri().encode())
    deadline = monotonic() + PATIENCE_SECONDS
    while watching() and monotonic() < deadline:
        sleep(0.05)
    assert watching() == []


def test_without_wl_paste_it_says_what_to_install(
    sway: Sway, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="install the package wl-clipboard"):
        clipboard_source()
    with pytest.raises(SourceError, match="install the package wl-clipboard"):
        read_clipboard()


@pytest.mark.needs_wayland
def test_without_a_compositor_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    with pytest.raises(SourceError, match="run this inside your desktop session"):
        clipboard_source().start(Listener())
    with pytest.raises(SourceError, match="run this inside your desktop session"):
        read_clipboard()


def test_the_picture_that_is_there_now(sway: Sway, small: Path) -> None:
    with pytest.raises(PictureError, match="no picture on the clipboard; copy one and try again"):
        read_clipboard()
    wl_copy("text/plain", b"words")
    with pytest.raises(PictureError, match="no picture on the clipboard; copy one and try again"):
        read_clipboard()
    wl_copy("image/png", small.read_bytes())
    assert read_clipboard().digest == digest_of(small)


def test_an_owner_that_does_not_give_what_is_there_now(own_wayland: Own, small: Path) -> None:
    own_wayland("--silent", "image/png", f"image/png={small}")
    with pytest.raises(PictureError, match="does not answer"):
        read_clipboard()


def test_a_desktop_that_is_followed_by_one_whose_clipboard_cannot_be_watched(
    weston: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("XDG_RUNTIME_DIR", "WAYLAND_DISPLAY")
    unwatchable = {name: os.environ[name] for name in places}
    with running_sway() as before:
        for name in places:
            monkeypatch.setenv(name, before.environment[name])
        with listening() as listener:
            for name in places:
                monkeypatch.setenv(name, unwatchable[name])
            before.end()
            assert listener.sentence().startswith("The clipboard was lost;")
            assert listener.sentence().startswith("This desktop lets no program watch its clipboard;")


def test_a_desktop_whose_clipboard_cannot_be_watched(weston: None, small: Path) -> None:
    with pytest.raises(SourceError, match=r"no program watch its clipboard; describe .* narrator clipboard"):
        clipboard_source().start(Listener())
    assert watching() == []
    wl_copy("image/png", small.read_bytes())
    assert read_clipboard().digest == digest_of(small)
