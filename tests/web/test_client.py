"""`narrator speak --server`, and the client that it is, against a running service."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from narrator.captioning.captioner import Captioner
from narrator.errors import PictureError, ServiceError, SettingsError
from narrator.web.client import Client
from tests.conftest import Narrate
from tests.drawings import encoded
from tests.places import TINY_BUNDLE
from tests.web.serving import PATIENCE_SECONDS, Serving


@pytest.fixture
def picture(tmp_path: Path, red: bytes) -> Path:
    file = tmp_path / "red.png"
    file.write_bytes(red)
    return file


def test_a_description_comes_back_as_the_captioner_made_it(service: Serving, red: bytes) -> None:
    expected = Captioner.load(str(TINY_BUNDLE)).describe(red, samples=5, seed=3)
    description = Client(service.address, service.token).describe(red, samples=5, seed=3)
    assert description.candidates == expected.candidates
    assert (description.agreement is None) == (expected.agreement is None)
    if description.agreement is not None and expected.agreement is not None:
        assert description.agreement.sentence == expected.agreement.sentence
        assert description.agreement.words == expected.agreement.words
    assert (description.kind, description.colours) == (expected.kind, expected.colours)
    assert (description.size, description.bundle) == (expected.size, expected.bundle)


def test_a_picture_without_a_scene_comes_back_as_one(service: Serving) -> None:
    blank = encoded(Image.new("RGB", (64, 48), "red"), "PNG")
    description = Client(service.address, service.token).describe(blank)
    assert (description.kind, description.caption, description.agreement) == ("blank", None, None)


def test_refusals_are_the_services_own_sentences(service: Serving) -> None:
    with pytest.raises(PictureError, match="not a picture that can be read"):
        Client(service.address, service.token).describe(b"rubbish")
    with pytest.raises(PictureError, match="make the picture smaller"):
        Client(service.address, service.token).describe(bytes(40 * 2**20))
    with pytest.raises(ServiceError, match="token is missing or wrong"):
        Client(service.address, "wrong").describe(b"rubbish")


@contextmanager
def answering(*answers: bytes) -> Iterator[str]:
    """The address of a server that gives these answers, one to each connection."""

    def answer() -> None:
        for each in answers:
            line, _ = listening.accept()
            with line:
                while b"\r\n\r\npicture" not in line.recv(65536, socket.MSG_PEEK):
                    pass
                line.sendall(each)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(PATIENCE_SECONDS)


def reply(status: str, content: object, *headers: str) -> bytes:
    body = json.dumps(content).encode()
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(head).encode() + body


def test_a_busy_service_is_asked_again() -> None:
    busy = reply("503 Busy", {"error": "Busy."}, "Retry-After: 0")
    record = {"candidates": [{"caption": "a dog", "log_prob": -1.0}], "bundle": "a 1", "size": [8, 8]}
    with answering(busy, busy, reply("200 OK", record)) as address:
        assert Client(address, "token").describe(b"picture").caption == "a dog"
    with answering(*[busy] * 5) as address, pytest.raises(ServiceError, match=r"^Busy\.$"):
        Client(address, "token").describe(b"picture")


@pytest.mark.parametrize(
    "answer",
    [b"rubbish\r\n\r\n", reply("200 OK", []), reply("200 OK", {"a": 1}), reply("502 Bad", "?"), b""],
)
def test_what_is_no_service_of_narrators_is_told(answer: bytes) -> None:
    with answering(answer) as address, pytest.raises(ServiceError):
        Client(address, "token").describe(b"picture")


@pytest.mark.parametrize(
    "address", ["", "pictures.example", "ftp://a", "http://[", "http://a:b", "https://a/b"]
)
def test_an_address_that_cannot_be_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="write one like"):
        Client(address, "token")


def test_nothing_is_sent_where_others_could_read_it() -> None:
    with pytest.raises(SettingsError, match="https"):
        Client("http://pictures.example", "token")


def test_speak_describes_at_the_server_and_speaks_here(
    service: Serving, narrate: Narrate, picture: Path, tmp_path: Path
) -> None:
    there = ("--server", service.address, "--token-file", service.token_file)
    done = narrate("speak", picture, *there, "--seed", "3", "--save", "said.wav", "--silent", "--json")
    assert done.returncode == 0, done.stderr
    here = narrate("speak", picture, "--seed", "3", "--silent", "--json")
    assert json.loads(done.stdout)["candidates"] == json.loads(here.stdout)["candidates"]
    assert json.loads(done.stdout)["spoken"] == json.loads(here.stdout)["spoken"]
    assert (tmp_path / "said.wav").stat().st_size > 1000


def test_speak_says_what_is_wrong_with_a_server(
    service: Serving, narrate: Narrate, picture: Path, person: Path
) -> None:
    there = ("--server", service.address)
    assert "token file" in narrate("speak", picture, "--silent", *there).stderr
    assert "--model" in narrate("speak", picture, "--silent", *there, "--model", "tiny").stderr
    assert "--server" in narrate("speak", picture, "--silent", "--token-file", "token").stderr
    with socket.create_server(("127.0.0.1", 0)) as free:
        gone = f"http://127.0.0.1:{free.getsockname()[1]}"
    done = narrate("speak", picture, "--silent", "--server", gone, "--token-file", service.token_file)
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert done.stdout == ""
