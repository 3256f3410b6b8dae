"""The second describer against a server that speaks the protocol, and against servers that do not."""

import base64
import gzip
import socket
import ssl
import subprocess
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from PIL import Image

from narrator.errors import SecondError, SettingsError
from narrator.picture.opening import Picture, open_picture
from narrator.second.address import Address
from narrator.second.patience import NobodyWaitsError
from narrator.second.second import KnownSecond, Second, SecondDescriber, second_of
from narrator.settings.settings import Settings
from tests.drawings import tinted
from tests.second.server import (
    END,
    MODELS,
    STREAM,
    Answer,
    StandIn,
    as_json,
    delta,
    event,
    for_ever,
    page,
    raw,
    silence,
    standing_in,
    streamed,
)

pytestmark = pytest.mark.usefixtures("person")

BROKEN_OFF = "has broken off"
NO_ANSWER = "is no answer"
EARLY = "stopped in the middle"
TOO_LONG = "too long"


def picture() -> Picture:
    return open_picture(tinted("red"))


def describer(standin: StandIn, **options: object) -> SecondDescriber:
    return SecondDescriber(address=standin.address, **{"seconds": 20.0, **options})  # type: ignore[arg-type]


def described(standin: StandIn, **options: object) -> list[str]:
    return list(describer(standin, **options).describe(picture()))


def test_a_picture_is_described_in_whole_sentences() -> None:
    pieces = ["A bro", "wn dog runs", ". It has a", " ball.", " The sky is blue."]
    with standing_in(streamed(pieces)) as standin:
        assert described(standin) == ["A brown dog runs.", "It has a ball.", "The sky is blue."]
    assert standin.asked == ["GET /v1/models", "POST /v1/chat/completions"]
    asked = standin.questions[1]
    assert asked.record["model"] == "llava:7b"
    assert asked.record["stream"] is True
    assert asked.headers["accept-encoding"] == "identity"


def test_each_sentence_is_there_before_the_next_one_is_written() -> None:
    go = Event()

    def chat(connection) -> None:  # type: ignore[no-untyped-def]
        connection.sendall(STREAM + delta("A dog. A c"))
        assert go.wait(30)
        connection.sendall(delta("at.") + END)

    with standing_in(chat) as standin:
        sentences = describer(standin).describe(picture())
        assert next(sentences) == "A dog."
        go.set()
        assert list(sentences) == ["A cat."]


def test_what_is_sent_is_small_and_has_pixels_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret-name.jpg"
    exif = Image.Exif()
    exif[0x010E] = "A secret place"
    Image.new("RGB", (3000, 1500), "red").save(file, exif=exif, comment=b"secret comment")
    with standing_in() as standin:
        list(describer(standin).describe(open_picture(file)))
    body = standin.questions[1].body
    uri = standin.questions[1].record["messages"][0]["content"][1]["image_url"]["url"]
    head, _, data = uri.partition(",")
    assert head == "data:image/jpeg;base64"
    sent = base64.b64decode(data)
    assert b"secret" not in body + sent
    with Image.open(BytesIO(sent)) as image:
        assert image.size == (768, 384)
        assert not image.getexif()
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_named_model_is_asked_and_no_list_is_wanted() -> None:
    with standing_in() as standin:
        assert described(standin, model="mine") == ["A dog runs."]
    assert standin.asked == ["POST /v1/chat/completions"]
    assert standin.questions[0].record["model"] == "mine"


def test_a_question_is_answered() -> None:
    with standing_in(streamed(["Yes, a dog."])) as standin:
        assert list(describer(standin).ask(picture(), "Is there a dog?")) == ["Yes, a dog."]
    assert standin.questions[1].record["messages"][0]["content"][0]["text"].endswith("Is there a dog?")


def test_a_server_that_does_not_stream_is_understood() -> None:
    whole = {"choices": [{"message": {"role": "assistant", "content": "A dog. A cat."}}]}
    with standing_in(as_json(whole)) as standin:
        assert described(standin) == ["A dog.", "A cat."]


@pytest.mark.parametrize("said", [["A dog. ", "A cat"], ["A cat. A dog"]])
def test_a_sentence_that_was_cut_by_the_length_is_left_out(said: list[str]) -> None:
    end = event({"choices": [{"delta": {}, "finish_reason": "length"}]})
    with standing_in(streamed(said, end)) as standin:
        assert len(described(standin)) == 1


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
FAULTS: dict[str, tuple[Answer, str]] = {
    "nothing": (raw(b""), BROKEN_OFF),
    "no HTTP": (raw(b"SSH-2.0-server\r\n"), BROKEN_OFF),
    "half a head": (raw(HEAD[:30]), NO_ANSWER),
    "HTML": (page(b"<html><body>Log in</body></html>", "text/html"), NO_ANSWER),
    "HTML that is called events": (raw(STREAM + b"<html>\n\n<body>\n"), NO_ANSWER),
    "HTML that is called JSON": (page(b"<html>", "application/json"), NO_ANSWER),
    "wrong JSON": (raw(STREAM + b"data: {not json\n\n"), NO_ANSWER),
    "JSON that is no object": (raw(STREAM + event([1, 2])), NO_ANSWER),
    "an object of something else": (raw(STREAM + event({"hello": "world"})), NO_ANSWER),
    "deep JSON": (raw(STREAM + b"data: " + b"[" * 60_000 + b"\n\n"), NO_ANSWER),
    "choices that are none": (raw(STREAM + event({"choices": ["x"]})), NO_ANSWER),
    "an empty body": (page(b"", "text/event-stream"), NO_ANSWER),
    "an empty answer": (streamed(["", " ", "\n"]), "has said nothing"),
    "thoughts alone": (streamed(["<think>A dog? ", "A dog."]), "has said nothing"),
    "tool calls": (raw(STREAM + delta(None, tool_calls=[{"id": "1"}]) + END), "has said nothing"),
    "no end": (streamed(["A dog"], b""), EARLY),
    "a length that is too great": (
        raw(HEAD + b"Content-Length: 99999\r\n\r\n" + delta("A dog")),
        EARLY,
    ),
    "a length that is too small": (raw(HEAD + b"Content-Length: 40\r\n\r\n" + delta("A dog")), NO_ANSWER),
    "a length that is none": (raw(HEAD + b"Content-Length: many\r\n\r\n" + delta("A dog")), EARLY),
    "broken chunks": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), BROKEN_OFF),
    "a line without end": (for_ever(STREAM, b"data: " + b"x" * 65536), TOO_LONG),
    "events without end": (for_ever(STREAM, b": still here\n\n" * 1000), TOO_LONG),
    "a whole answer without end": (
        for_ever(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", b" " * 65536),
        TOO_LONG,
    ),
    "a head without end": (for_ever(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), BROKEN_OFF),
    "compressed": (
        page(gzip.compress(delta("A dog.") + END), "text/event-stream", head="Content-Encoding: gzip\r\n"),
        "compresses",
    ),
    "an error in the middle": (
        raw(STREAM + event({"error": {"message": "out of memory", "code": 500}})),
        "says: out of memory.",
    ),
    "an error as a text": (as_json({"error": "went\x1b[31m wrong\u202e"}, "500 Error"), "says: went wrong."),
    "a model that cannot see": (
        as_json({"error": {"message": "image input is not supported"}}, "500 Error"),
        "cannot see pictures",
    ),
    "a model that is gone": (
        as_json({"error": {"message": 'model "llava" not found'}}, "404 Not Found"),
        "does not have its model",
    ),
    "busy": (page(b"", "text/plain", "429 Too Many Requests"), "is busy"),
    "loading": (as_json({"error": {"message": "Loading model"}}, "503 Unavailable"), "is busy"),
    "a key": (page(b"", "text/plain", "401 Unauthorized"), "wants a key"),
    "another address": (page(b"", "text/plain", "404 Not Found"), "No second describer answers"),
    "a fault": (page(b"<h1>Oops</h1>", "text/html", "500 Error"), "refuses with status 500"),
    "a refusal": (streamed(["I'm sorry, but I can't help with that."]), "does not want to say"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_one_sentence(fault: str) -> None:
    chat, sentence = FAULTS[fault]
    with standing_in(chat) as standin, pytest.raises(SecondError) as raised:
        described(standin)
    said = str(raised.value)
    assert sentence in said
    assert said.endswith(".") and said.isprintable()


@pytest.mark.parametrize("beginning", [b"", HEAD, STREAM, STREAM + delta("A d")])
def test_a_server_that_hangs_meets_the_deadline(beginning: bytes) -> None:
    with standing_in(silence(beginning)) as standin:
        with pytest.raises(SecondError, match=r"has not answered within 0\.5 seconds"):
            described(standin, seconds=0.5)
        assert standin.hung_up.wait(20)


@pytest.mark.parametrize(
    "beginning", [b"HTTP/1.1 200 OK\r\nX: ", STREAM + b": ", STREAM + delta("A d") + b":"]
)
def test_so_does_one_that_sends_a_byte_from_time_to_time(beginning: bytes) -> None:
    with (
        standing_in(for_ever(beginning, b"x", 0.05)) as standin,
        pytest.raises(SecondError, match=r"has not answered within 0\.5 seconds"),
    ):
        described(standin, seconds=0.5)


def test_the_list_of_models_meets_the_same_deadline() -> None:
    with (
        standing_in(models=silence()) as standin,
        pytest.raises(SecondError, match=r"has not answered within 0\.5 seconds"),
    ):
        described(standin, seconds=0.5)


def test_who_waits_no_more_makes_it_hang_up() -> None:
    stopped, raised = Event(), Event()
    with standing_in(silence(STREAM + delta("A dog. A c"))) as standin:
        sentences = describer(standin).describe(picture(), lambda: not stopped.is_set())
        assert next(sentences) == "A dog."

        def wait() -> None:
            with pytest.raises(NobodyWaitsError):
                next(sentences)
            raised.set()

        Thread(target=wait, daemon=True).start()
        assert not raised.is_set()
        stopped.set()
        assert raised.wait(20)
        assert standin.hung_up.wait(20)


def test_a_redirection_is_not_followed() -> None:
    with standing_in() as other:
        moved = page(b"", "text/plain", "307 Moved", f"Location: {other.address}/chat/completions\r\n")
        with standing_in(moved) as standin, pytest.raises(SecondError, match="to another address"):
            described(standin)
    assert other.questions == []


@pytest.mark.parametrize(
    "said",
    ["I can't see a dog in it.", "I am not able to see who it is, but a man waves.", "It will not rain."],
)
def test_what_cannot_be_seen_is_an_answer_and_no_refusal(said: str) -> None:
    with standing_in(streamed([said])) as standin:
        assert list(describer(standin).ask(picture(), "Is there a dog?")) == [said]


@pytest.mark.parametrize(
    "said",
    [
        "I'm sorry, but I can't assist with that request.",
        "Sorry, I cannot describe people.",
        "As an AI, I won't help with this.",
    ],
)
def test_a_refusal_is_told_as_one(said: str) -> None:
    with standing_in(streamed([said])) as standin, pytest.raises(SecondError, match="does not want to say"):
        described(standin)


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with standing_in() as proxy, standing_in() as standin:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.address.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        assert described(standin) == ["A dog runs."]
    assert proxy.questions == []


def test_nobody_there_is_one_sentence() -> None:
    with standing_in() as standin:
        pass
    with pytest.raises(SecondError, match=r"cannot be reached .*; start it there"):
        described(standin)


def test_on_another_machine_nothing_is_asked_without_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", lambda *_: pytest.fail("a connection"))
    elsewhere = SecondDescriber(address=Address.read("http://192.0.2.1:8080"))
    for sentences in (elsewhere.describe(picture()), elsewhere.ask(picture(), "Is there a dog?")):
        with pytest.raises(SecondError, match="narrator second --allow"):
            next(sentences)


def test_a_localhost_that_leads_elsewhere_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    second = SecondDescriber(address=Address.read("http://localhost:8080"))
    with pytest.raises(SecondError, match="localhost does not lead to this machine"):
        next(second.describe(picture()))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """One for 127.0.0.1 that nobody has signed, with its key."""
    file = tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj"),
            *("/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(file), "-out", str(tmp_path / "only.pem")),
        ],
        check=True,
        capture_output=True,
    )
    with file.open("ab") as both:
        both.write((tmp_path / "only.pem").read_bytes())
    return file


@pytest.fixture
def behind_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_of_nobody_gets_nothing(behind_tls: ssl.SSLContext) -> None:
    with (
        standing_in(context=behind_tls) as standin,
        pytest.raises(SecondError, match=r"certificate .* is not valid"),
    ):
        described(standin)
    assert standin.questions == []


def test_a_server_without_tls_is_told_as_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        Thread(target=answer, daemon=True).start()
        address = Address.read(f"https://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(SecondError, match="it does not speak TLS"):
            next(SecondDescriber(address=address, seconds=20).describe(picture()))


def test_with_a_certificate_that_this_machine_trusts_it_is_asked(
    certificate: Path, behind_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with standing_in(context=behind_tls) as standin:
        assert described(standin) == ["A dog runs."]


@pytest.mark.parametrize("second", [KnownSecond(sentences=["A dog."])])
def test_one_without_a_server_says_the_same_of_everything(second: Second) -> None:
    assert list(second.describe(picture())) == list(second.ask(picture(), "What?")) == ["A dog."]


def test_the_settings_say_who_is_asked() -> None:
    assert second_of(Settings()) is None
    second = second_of(Settings(second="http://localhost:1234", second_model="m", second_seconds=3))
    assert second == SecondDescriber(address=Address.read("http://localhost:1234/v1"), model="m", seconds=3)
    with pytest.raises(SettingsError, match="second must be the address"):
        second_of(Settings(second="ollama"))


def test_the_state_names_model_and_place() -> None:
    with standing_in(models=as_json(MODELS)) as standin:
        said = describer(standin).state()
    assert (
        said == f"Your second describer is the model llava:7b at {standin.address.origin}, on this machine."
    )
