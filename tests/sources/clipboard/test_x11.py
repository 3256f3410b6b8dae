"""The clipboard of X11, with a real X server and real owners."""

import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest

from narrator.errors import PictureError, SourceError
from narrator.picture.opening import open_picture
from narrator.sources.arrival import Origin
from narrator.sources.clipboard import clipboard_source, read_clipboard
from narrator.sources.clipboard import offer as offers
from tests.drawings import scene
from tests.sources.clipboard.listener import PATIENCE_SECONDS, Listener, leftovers, listening
from tests.sources.clipboard.programs import Own, Save
from tests.xserver import XServer, own_display, running_x_server


def digest_of(path: Path) -> str:
    return open_picture(path).digest


def test_a_copied_picture_arrives(own: Own, small: Path) -> None:
    with listening() as listener:
        own(f"image/png={small}")
        arrival = listener.arrival()
    assert (arrival.origin, arrival.place, arrival.name, arrival.path) == (Origin.CLIPBOARD, "", "", None)
    assert arrival.open().digest == digest_of(small)


def test_xclip_is_an_owner_like_others(x_server: XServer, small: Path) -> None:
    with listening() as listener:
        subprocess.run(["xclip", "-selection", "clipboard", "-t", "image/png", small], check=True)
        assert listener.arrival().open().digest == digest_of(small)


def test_a_large_picture_comes_in_pieces(own: Own, large: Path) -> None:
    with listening() as listener:
        own(f"image/png={large}")
        assert listener.arrival().open().digest == digest_of(large)


def test_the_picture_outlives_the_program_that_it_was_copied_in(own: Own, small: Path) -> None:
    with listening() as listener:
        owner = own(f"image/png={small}")
        arrival = listener.arrival()
        owner.kill()
        owner.wait()
        assert arrival.open().digest == digest_of(small)


def test_what_was_there_at_the_start_is_not_new(own: Own, save: Save, small: Path) -> None:
    own(f"image/png={small}")
    new = save(scene(64, 48), "new.png")
    with listening() as listener:
        own(f"image/png={new}")
        assert listener.arrival().open().digest == digest_of(new)


def test_each_change_is_one_arrival(own: Own, save: Save) -> None:
    pictures = [save(scene(64, 48, seed), f"{seed}.png") for seed in range(3)]
    with listening() as listener:
        for picture in pictures:
            own(f"image/png={picture}")
            assert listener.arrival().open().digest == digest_of(picture)


def test_what_was_replaced_before_it_could_be_read_is_not_read_in_its_stead(own: Own, save: Save) -> None:
    first, lost, last, end = (save(scene(64, 48, seed), f"{seed}.png") for seed in range(4))
    may_go_on = Event()
    with listening() as listener:
        listener.hold(may_go_on)
        own(f"image/png={first}")
        assert listener.arrival().open().digest == digest_of(first)
        own(f"image/png={lost}")
        own(f"image/png={last}")
        may_go_on.set()
        assert listener.arrival().open().digest == digest_of(last)
        own(f"image/png={end}")
        assert listener.arrival().open().digest == digest_of(end)


def test_text_is_never_asked_for(own: Own, small: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a password")
    with listening() as listener:
        text = own(f"UTF8_STRING={secret}", f"text/plain={secret}")
        assert text.stdout
        assert text.stdout.readline() == "TARGETS\n"
        own(f"image/png={small}")
        listener.arrival()
        text.kill()
        assert text.stdout.read() == ""


def test_copied_cells_are_text_though_they_have_a_picture(own: Own, save: Save, small: Path) -> None:
    new = save(scene(64, 48), "new.png")
    with listening() as listener:
        cells = own(f"text/rtf={small}", f"text/plain={small}", f"image/png={small}")
        assert cells.stdout
        assert cells.stdout.readline() == "TARGETS\n"
        own(f"image/png={new}")
        assert listener.arrival().open().digest == digest_of(new)


def test_the_best_of_several_formats_is_asked_for(own: Own, save: Save, small: Path) -> None:
    gif = save(scene(64, 48), "other.gif")
    with listening() as listener:
        own(f"image/gif={gif}", f"image/png={small}", f"text/html={gif}")
        assert listener.arrival().open().format == "PNG"


def test_a_format_that_is_refused_is_followed_by_the_next(own: Own, save: Save, small: Path) -> None:
    bmp = save(scene(64, 48), "other.bmp")
    with listening() as listener:
        own("--refuse", "image/png", f"image/png={small}", f"image/bmp={bmp}")
        assert listener.arrival().open().digest == digest_of(bmp)


def test_copied_picture_files_arrive_in_order(own: Own, save: Save, tmp_path: Path) -> None:
    first, second = (save(scene(64, 48, seed), name) for seed, name in enumerate(("ä #1.png", "2.bmp")))
    files = tmp_path / "list"
    files.write_text(
        "".join(f"{uri}\r\n" for uri in ("# two", first.as_uri(), "file:///x.txt", second.as_uri()))
    )
    with listening() as listener:
        own(f"text/uri-list={files}", f"text/plain={files}")
        for file in (first, second):
            arrival = listener.arrival()
            assert (arrival.name, arrival.path) == (file.name, file)
            assert arrival.open().digest == digest_of(file)


def test_files_that_are_cut_are_not_new(own: Own, small: Path, tmp_path: Path) -> None:
    uris, gnome, kde = tmp_path / "uris", tmp_path / "gnome", tmp_path / "kde"
    uris.write_text(small.as_uri())
    gnome.write_text(f"cut\n{small.as_uri()}")
    kde.write_text("1")
    with listening() as listener:
        for cut in (f"x-special/gnome-copied-files={gnome}", f"application/x-kde-cutselection={kde}"):
            owner = own(f"text/uri-list={uris}", cut)
            assert owner.stdout
            while owner.stdout.readline() != cut.split("=")[0] + "\n":
                pass
        own(f"image/png={small}")
        assert listener.arrival().path is None


def test_an_owner_that_says_nothing_does_not_keep_the_next_waiting(own: Own, small: Path) -> None:
    with listening() as listener:
        silent = own("--silent", "TARGETS", f"image/png={small}")
        assert silent.stdout
        assert silent.stdout.readline() == "TARGETS\n"
        own(f"image/png={small}")
        assert listener.arrival().open().digest == digest_of(small)


@pytest.mark.parametrize("fault", ["--silent=image/png", "--dies-after=2", "--stalls-after=2"])
def test_a_picture_that_is_not_given_is_told_of(own: Own, small: Path, large: Path, fault: str) -> None:
    with listening() as listener:
        own(fault, f"image/png={large}")
        with pytest.raises(PictureError, match="does not answer; copy the picture again"):
            listener.arrival().open()
        own(f"image/png={small}")
        assert listener.arrival().open().digest == digest_of(small)


def test_a_picture_that_is_promised_and_refused_is_told_of(own: Own, small: Path) -> None:
    with listening() as listener:
        own("--refuse", "image/png", f"image/png={small}")
        with pytest.raises(PictureError, match="is not given by the program"):
            listener.arrival().open()


def test_no_more_is_kept_than_can_be_opened(
    own: Own, small: Path, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "LENGTH_LIMIT", 2**20)
    with listening() as listener:
        own(f"image/png={large}")
        with pytest.raises(PictureError, match="more than 1 megabytes"):
            listener.arrival().open()
        own(f"image/png={small}")
        assert listener.arrival().open().digest == digest_of(small)


# python-xlib leaves the socket of a connection that was refused to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_server_that_goes_away_and_returns_is_told_of_once_each(
    x_server: XServer, own: Own, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = XServer(own_display())
    monkeypatch.setenv("DISPLAY", server.display)
    with ExitStack() as desktop, listening() as listener:
        server.end()
        assert listener.sentence().startswith("The clipboard was lost;")
        desktop.enter_context(running_x_server(server.display))
        assert listener.sentence().startswith("The clipboard is back;")
        own(f"image/png={small}")
        assert listener.arrival().open().digest == digest_of(small)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_closing_while_it_waits_for_a_server(x_server: XServer) -> None:
    before = leftovers()
    listener = Listener()
    source = clipboard_source()
    source.start(listener)
    x_server.end()
    listener.sentence()
    source.close()
    assert leftovers() == before
    assert not listener.has_more()


def test_closing_ends_the_thread_and_gives_the_connection_back(own: Own, small: Path) -> None:
    before = leftovers()
    listener = Listener()
    source = clipboard_source()
    source.start(listener)
    source.close()
    source.close()
    assert leftovers() == before
    own(f"image/png={small}")
    assert not listener.has_more()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_without_a_server_the_source_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(SourceError, match="run this inside your desktop session"):
        clipboard_source().start(Listener())


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_local_server_that_is_gone_is_not_looked_for_on_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as network:
        network.setblocking(False)
        monkeypatch.setenv("DISPLAY", f":{network.getsockname()[1] - 6000}")
        attempt = Thread(target=_expect_no_server, daemon=True)  # which would wait for ever for an answer
        attempt.start()
        attempt.join(PATIENCE_SECONDS)
        with pytest.raises(BlockingIOError):
            network.accept()


def _expect_no_server() -> None:
    with pytest.raises(SourceError, match="cannot be reached"):
        read_clipboard()


def test_without_any_desktop_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    for attempt in (clipboard_source, read_clipboard):
        with pytest.raises(SourceError, match=r"no desktop here .* run this inside your session"):
            attempt()


def test_nothing_is_printed_of_an_empty_file_of_keys(
    x_server: XServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keys").touch()
    monkeypatch.setenv("XAUTHORITY", str(tmp_path / "keys"))
    with listening():
        pass
    assert capfd.readouterr() == ("", "")


def test_the_picture_that_is_there_now(own: Own, small: Path) -> None:
    own(f"image/png={small}")
    assert read_clipboard().digest == digest_of(small)


@pytest.mark.parametrize("kind", ["image/jpg", "image/pjpeg", "image/x-png", "image/x-bmp", "image/x-MS-bmp"])
def test_older_names_of_formats_are_pictures_too(kind: str, own: Own, small: Path) -> None:
    own(f"{kind}={small}", f"application/x-other={small}")
    assert read_clipboard().digest == digest_of(small)


def test_a_list_as_java_programs_write_it(own: Own, small: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"file:{small}\r\n")
    own(f"text/uri-list={tmp_path / 'list'}")
    assert read_clipboard().digest == digest_of(small)


def test_a_picture_copied_on_a_share(
    own: Own, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    copied = tmp_path / "copied"
    copied.write_text("copy\nsmb://nas/photos/small.png")
    own(f"x-special/gnome-copied-files={copied}")
    with pytest.raises(PictureError, match=r"^small.png is on nas, .* copy the picture to this computer\.$"):
        read_clipboard()
    drive = tmp_path / "gvfs" / "smb-share:server=nas,share=photos"
    drive.mkdir(parents=True)
    small.rename(drive / "small.png")
    assert read_clipboard().digest == digest_of(drive / "small.png")


def test_a_copied_file_of_another_kind_says_what_it_is(own: Own, tmp_path: Path) -> None:
    strange, copied = tmp_path / "logo.xcf", tmp_path / "list"
    strange.write_bytes(b"gimp xcf v011\0" + bytes(100))
    copied.write_text(strange.as_uri())
    own(f"text/uri-list={copied}")
    with pytest.raises(PictureError, match=r"^logo.xcf is .*; "):
        read_clipboard()


def test_no_picture_there_now(x_server: XServer, own: Own, small: Path) -> None:
    with pytest.raises(PictureError, match="no picture on the clipboard; copy one and try again"):
        read_clipboard()
    own(f"text/plain={small}")
    with pytest.raises(PictureError, match="no picture on the clipboard; copy one and try again"):
        read_clipboard()


def test_an_owner_that_does_not_say_what_is_there_now(own: Own, small: Path) -> None:
    own("--silent", "TARGETS", f"image/png={small}")
    with pytest.raises(PictureError, match="does not answer"):
        read_clipboard()
